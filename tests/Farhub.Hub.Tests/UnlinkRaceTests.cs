using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

/// <summary>Completions and unlinks that race for real: one thread asks, one reads and keeps the books, the device's thread cancels and
/// another completes.</summary>
public sealed class UnlinkRaceTests
{
    const int Rounds = 4000;
    const int Burst = 32;

    [Theory]
    [InlineData(nameof(EndpointMode.Pending), nameof(CancelMode.Win))]
    [InlineData(nameof(EndpointMode.Pending), nameof(CancelMode.WinInline))]
    [InlineData(nameof(EndpointMode.Pending), nameof(CancelMode.Lose))]
    [InlineData(nameof(EndpointMode.OtherThread), nameof(CancelMode.Win))]
    public void EverySubmitAndEveryUnlink_IsAnsweredOnce(string mode, string cancel)
    {
        using var ring = new SessionRing();
        ring.Device.IsRecording = false;
        foreach (EndpointAddress endpoint in (EndpointAddress[])[FakeDevice.BulkIn, FakeDevice.InterruptIn])
        {
            ring.Device[endpoint].Mode = Enum.Parse<EndpointMode>(mode);
            ring.Device[endpoint].OnCancel = Enum.Parse<CancelMode>(cancel);
        }
        int won = 0;
        int data = 0;
        int answers = 0;
        Exception? failure = null;
        var reader = new Thread(() =>
        {
            try
            {
                // Two a burst member: its SUBMIT's and its UNLINK's, which are one when the unlink wins.
                while (answers < Rounds * Burst * 2)
                {
                    Reply reply = ring.Client.Read();
                    bool cut = !reply.IsSubmit && reply.Status == -Errno.ECONNRESET;
                    answers += cut ? 2 : 1;
                    if (cut) won++;
                    if (!reply.IsSubmit) continue;
                    data++;
                    Assert.Equal(0, reply.Status);
                    Assert.Equal(Pattern.Of(reply.ActualLength, reply.ActualLength), reply.Data);
                }
            }
            catch (Exception e)
            {
                failure = e;
            }
        })
        { IsBackground = true };
        reader.Start();
        using var stop = new CancellationTokenSource();
        var completer = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                if (ring.Open.PendingCount > 0) ring.Open.CompleteAll();
                else Thread.Yield();
            }
        })
        { IsBackground = true };
        completer.Start();
        var random = new Random(20260101);
        uint seqnum = uint.MaxValue - 100_000; // Wraps on the way.
        for (int round = 0; round < Rounds && failure is null; round++)
        {
            ring.Client.Cork();
            for (int i = 0; i < Burst; i++)
            {
                Request request = Request.In(i % 2 == 0 ? FakeDevice.BulkIn : FakeDevice.InterruptIn, 1 + random.Next(i % 8 == 0 ? 2000 : 64));
                ring.Client.Submit(request with { Seqnum = unchecked(seqnum + (uint)i) });
            }
            for (int i = 0; i < Burst; i++) ring.Client.Unlink(unchecked(seqnum + (uint)i), unchecked(seqnum + Burst + (uint)i));
            seqnum = unchecked(seqnum + (2 * Burst));
            ring.Client.Uncork();
        }
        Assert.True(failure is not null || reader.Join(TimeSpan.FromMinutes(2)), "Some answers never came.");
        stop.Cancel();
        completer.Join();
        Assert.True(failure is null, failure?.ToString());
        Assert.Equal(0, ring.Client.Unanswered);
        Assert.Equal(Rounds * Burst, won + data);
    }
}
