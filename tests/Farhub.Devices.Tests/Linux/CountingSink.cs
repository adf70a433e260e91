namespace Farhub.Devices.Tests.Linux;

/// <summary>Counts, without allocating, and notes what the device's thread has allocated.</summary>
sealed class CountingSink(SemaphoreSlim done) : IUrbSink
{
    long _allocated;

    internal long Allocated => Volatile.Read(ref _allocated);

    public void Complete(ReadOnlySpan<Urb> urbs)
    {
        Volatile.Write(ref _allocated, GC.GetAllocatedBytesForCurrentThread());
        done.Release(urbs.Length);
    }

    public void Gone(string reason) => throw new InvalidOperationException(reason);

    internal void Wait(int count)
    {
        for (int i = 0; i < count; i++) Assert.True(done.Wait(TimeSpan.FromSeconds(30)));
    }
}
