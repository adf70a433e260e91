using Farhub.Devices;
using Farhub.Protocol;

namespace Farhub.Hub.Admission;

/// <summary>The admission of a hub that nobody manages: a plain list of what is shared, with everybody.</summary>
/// <param name="sources">Where devices come from.</param>
/// <param name="shares">Which of them are shared. Software devices always are.</param>
sealed class OpenAdmission(IReadOnlyList<IDeviceSource> sources, IReadOnlyList<ShareMatch> shares) : IAdmission
{
    /// <summary>All shared devices that are present.</summary>
    internal IEnumerable<IUsbDevice> Shared => sources.SelectMany(s => s.Devices).Where(d => IsShared(d.Info));

    /// <summary>True when clients may have the device.</summary>
    internal bool IsShared(DeviceInfo device) => device.IsVirtual || shares.Any(s => s.Matches(device));

    public IEnumerable<Export> List(Visitor visitor) => Shared.Select(d => new Export(d.Info.BusId, d));

    public Verdict Admit(Visitor visitor, string busId) => Shared.FirstOrDefault(d => d.Info.BusId == busId) is { } device
        ? Verdict.Admit(new Export(busId, device), NoLease.Instance)
        : Verdict.Refuse(OpStatus.NoDevice, "there is no such device here, or it is not shared");

    /// <summary>Nobody keeps account of an open hub's sessions.</summary>
    sealed class NoLease : ILease
    {
        internal static readonly NoLease Instance = new();

        public void Begin(IAttachedSession session) { }

        public void End(SessionEnd end, string reason) { }
    }
}
