namespace Farhub.Devices;

/// <summary>How far claiming may go.</summary>
/// <param name="Force">Take the device even when this machine is using it (a mounted disk).</param>
public sealed record OpenOptions(bool Force = false)
{
    /// <summary>The defaults: take nothing that is in use.</summary>
    public static OpenOptions Default { get; } = new();
}
