using Farhub.Control;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Web.Api;

/// <summary>What a share is doing, in a word.</summary>
static class ShareState
{
    /// <summary>All words there are, those first that a person looks for first.</summary>
    internal static IReadOnlyList<string> Words { get; } = ["free", "inUse", "closed", "missing", "disabled"];

    /// <summary>Why a share has no device, null when it has. The reason may name other shares and ports, which are for readers.</summary>
    internal static string? ProblemOf(ManagedHub hub, string share, bool isReader) => hub.Presence.Now.ProblemOf(share) is not { } problem ? null : isReader ? problem : "its device is not there";

    /// <summary>One of them.</summary>
    internal static string WordOf(ManagedHub hub, Snapshot now, Share share, DateTimeOffset at) =>
        now.State.Leases.ContainsKey(share.Name) ? "inUse"
        : !share.Enabled ? "disabled"
        : hub.Presence.Now.DeviceOf(share.Name) is null ? "missing"
        : now.Index.ScheduleOf(share.Schedule)?.IsOpenAt(at) == false ? "closed"
        : "free";
}
