using System.Runtime.InteropServices;

namespace Farhub;

/// <summary>Ctrl-C and SIGTERM as a token. The first one asks; a second one ends the process at once, as if nobody had listened.</summary>
sealed class StopSignals : IDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly PosixSignalRegistration _interrupt;
    readonly PosixSignalRegistration _terminate;

    public StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    void Ask(PosixSignalContext signal)
    {
        if (_stop.IsCancellationRequested) return;
        signal.Cancel = true;
        _stop.Cancel();
    }
}
