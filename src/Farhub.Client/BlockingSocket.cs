using System.Net.Sockets;

namespace Farhub.Client;

/// <summary>Blocking work on a socket, awaited and cancelled from outside.</summary>
/// <remarks>A socket that has ever been used asynchronously stays in the runtime's epoll for the rest of its life: from then on every packet
/// wakes a thread of the runtime for nothing, which doubled the cost of a small transfer (10 to 21 µs of CPU). And it stays there when a
/// kernel driver has taken the connection over. So connections that are to carry URBs are never used asynchronously.</remarks>
static class BlockingSocket
{
    /// <summary>Runs the work on a thread of its own. Whatever ends it but success disposes the socket.</summary>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    internal static Task<T> RunAsync<T>(Socket socket, Func<T> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () => Run(socket, work, cancellationToken), CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.RunContinuationsAsynchronously, TaskScheduler.Default);

    static T Run<T>(Socket socket, Func<T> work, CancellationToken cancellationToken)
    {
        bool isDone = false;
        try
        {
            T result;
            using (cancellationToken.UnsafeRegister(static s => ((Socket)s!).Dispose(), socket)) // What blocks on it returns.
            {
                result = work();
            }
            cancellationToken.ThrowIfCancellationRequested();
            isDone = true;
            return result;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or HubException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken); // A receive on a disposed socket also looks like the end of the stream.
        }
        finally
        {
            if (!isDone) socket.Dispose();
        }
    }
}
