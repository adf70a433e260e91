namespace Farhub.Hub.Admission;

/// <summary>A visitor's right to a device, from the admission to the end of the session. Told first <see cref="Begin"/>, if it comes to that, then once
/// <see cref="End"/>, both on the connection's thread.</summary>
public interface ILease
{
    /// <summary>The device is attached; URBs come next.</summary>
    void Begin(IAttachedSession session);

    /// <summary>The device is free again.</summary>
    /// <param name="end">Why; <see cref="SessionEnd.None"/> when the session never began.</param>
    /// <param name="reason">The same for people.</param>
    void End(SessionEnd end, string reason);
}
