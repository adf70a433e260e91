namespace Farhub.Devices;

/// <summary>What a device source can also be: one that switches the power of the ports its devices are plugged into. Thread-safe.</summary>
public interface IPortPower
{
    /// <summary>True when a port is one of this source's, whether anything is plugged into it or not.</summary>
    /// <param name="portPath">Such as <c>1-4.2</c>: the bus id of what is plugged in there.</param>
    bool HasPort(string portPath);

    /// <summary>Takes the power from a port for a while, as pulling the plug and putting it back would. What is plugged in there is told as removed, by
    /// the end of it at the latest, and as added once it has come back; that is not waited for.</summary>
    /// <param name="portPath">The port.</param>
    /// <param name="off">For how long.</param>
    /// <param name="cancellationToken">Ends the wait early. Power comes back in any case.</param>
    /// <exception cref="DeviceException">There is no such port, its power cannot be switched, this process may not, or what would lose it is in use on this
    /// machine. The message says which, and what to do.</exception>
    Task CycleAsync(string portPath, TimeSpan off, CancellationToken cancellationToken);
}
