using Farhub.Client.Link;

namespace Farhub.Client.Tests.Link;

public sealed class SlotStackTests
{
    [Fact]
    public void EverySlotOnce_ThenEmpty_ThenLastFreedFirst()
    {
        var stack = new SlotStack(3);
        var slots = new List<int>();
        while (stack.TryPop(out int slot)) slots.Add(slot);
        Assert.Equal([0, 1, 2], slots);
        stack.Push(1);
        stack.Push(2);
        Assert.True(stack.TryPop(out int top));
        Assert.Equal(2, top);
        Assert.True(stack.TryPop(out top));
        Assert.Equal(1, top);
        Assert.False(stack.TryPop(out _));
    }

    [Fact]
    public void ManyThreads_NoSlotIsEverHeldTwice()
    {
        var stack = new SlotStack(4);
        int[] holders = new int[4];
        int doubles = 0;
        var threads = new Thread[4];
        for (int t = 0; t < threads.Length; t++)
        {
            threads[t] = new Thread(() =>
            {
                for (int i = 0; i < 100_000; i++)
                {
                    if (!stack.TryPop(out int slot)) continue;
                    if (Interlocked.Increment(ref holders[slot]) != 1) Interlocked.Increment(ref doubles);
                    Interlocked.Decrement(ref holders[slot]);
                    stack.Push(slot);
                }
            });
            threads[t].Start();
        }
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(0, doubles);
        int left = 0;
        while (stack.TryPop(out _)) left++;
        Assert.Equal(4, left);
    }
}
