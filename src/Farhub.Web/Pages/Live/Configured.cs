using Farhub.Control.State;

namespace Farhub.Web.Pages.Live;

/// <summary>What decides who may use what. That it has changed is told to everybody whose pages are open, and nothing more: whose change it was they see by looking
/// again, or do not see.</summary>
static class Configured
{
    /// <summary>True when somebody may now see or use what they could not, or the other way round.</summary>
    internal static bool Differs(HubState before, HubState after) =>
        before.Shares != after.Shares || before.Grants != after.Grants || before.Groups != after.Groups || before.Schedules != after.Schedules || before.Users != after.Users;
}
