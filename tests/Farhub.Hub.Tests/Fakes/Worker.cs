namespace Farhub.Hub.Tests.Fakes;

/// <summary>Something that runs beside the test, and whose failure is the test's.</summary>
sealed class Worker : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Thread _thread;
    Exception? _failure;

    public Worker(Action action)
    {
        _thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                _failure = e;
            }
        })
        { IsBackground = true };
        _thread.Start();
    }

    public bool HasEnded => _thread.Join(0);

    /// <summary>Waits for its end.</summary>
    public void Dispose()
    {
        Assert.True(_thread.Join(Patience), "What ran beside the test did not end.");
        Assert.True(_failure is null, _failure?.ToString());
    }
}
