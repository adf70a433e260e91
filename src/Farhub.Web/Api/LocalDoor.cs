namespace Farhub.Web.Api;

/// <summary>Marks connections that came through the hub's own Unix socket, which only root can open.</summary>
sealed class LocalDoor
{
    internal static LocalDoor Instance { get; } = new();
}
