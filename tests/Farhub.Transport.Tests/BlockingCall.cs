using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Farhub.Transport.Tests;

/// <summary>A call that is expected to block, on a thread of its own that can be asked whether it does.</summary>
sealed partial class BlockingCall
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly Thread _thread;
    volatile int _threadId;
    Exception? _failure;

    internal BlockingCall(Action call)
    {
        _thread = new Thread(() =>
        {
            _threadId = gettid();
            try
            {
                call();
            }
            catch (Exception e)
            {
                _failure = e;
            }
        })
        { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Waits until the kernel says that the thread waits.</summary>
    internal void WaitUntilItBlocks()
    {
        long start = Stopwatch.GetTimestamp();
        int consecutive = 0; // The thread may wait a moment for something of the runtime's own; not this many times in a row.
        while (consecutive < 20)
        {
            if (!_thread.IsAlive) Assert.Fail("The call returned instead of blocking.");
            if (Stopwatch.GetElapsedTime(start) > Patience) Assert.Fail("The call neither returned nor blocked.");
            consecutive = _threadId != 0 && IsSleeping(_threadId) ? consecutive + 1 : 0;
            Thread.Yield();
        }
    }

    /// <summary>Waits for the end of the call, and throws what it threw.</summary>
    internal void Join()
    {
        if (!_thread.Join(Patience)) Assert.Fail("The call still blocks.");
        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
    }

    static bool IsSleeping(int threadId)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/self/task/{threadId}/stat"); // "tid (name) state …"; the name may hold anything.
            return stat[stat.LastIndexOf(')') + 2] == 'S';
        }
        catch (IOException)
        {
            return false; // The thread has ended.
        }
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int gettid();
}
