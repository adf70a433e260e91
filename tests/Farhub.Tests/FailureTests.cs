using System.Net.Sockets;
using Farhub.Client;
using Farhub.Client.Vhci;
using Farhub.Devices;
using Farhub.Protocol;

namespace Farhub.Tests;

public sealed class FailureTests
{
    public static TheoryData<Exception, int> Known => new()
    {
        { new CommandException(ExitCode.Busy, "taken"), 4 },
        { new DeviceException(DeviceFailure.Gone, "unplugged"), 3 },
        { new DeviceException(DeviceFailure.Busy, "mounted"), 4 },
        { new DeviceException(DeviceFailure.Denied, "not root"), 6 },
        { new DeviceException(DeviceFailure.Error, "broken"), 1 },
        { new ImportException(OpStatus.NoDevice, "none"), 3 },
        { new ImportException(OpStatus.NotAvailable, "older servers"), 3 },
        { new ImportException(OpStatus.DeviceBusy, "held"), 4 },
        { new ImportException(OpStatus.DeviceError, "broken"), 1 },
        { new HubException(HubFailure.NameNotFound, "no name"), 5 },
        { new HubException(HubFailure.ConnectionRefused, "nobody"), 5 },
        { new HubException(HubFailure.TimedOut, "slow"), 5 },
        { new ProtocolException("no USB/IP"), 5 },
        { new VhciException(VhciFailure.NoModule, "no module"), 6 },
        { new VhciException(VhciFailure.NeedsRoot, "not root"), 6 },
        { new VhciException(VhciFailure.NoFreePort, "full"), 4 },
        { new VhciException(VhciFailure.NotAttached, "none"), 3 },
        { new VhciException(VhciFailure.Ambiguous, "two"), 2 },
        { new VhciException(VhciFailure.Vanished, "went away"), 1 },
        { new SocketException((int)SocketError.ConnectionReset), 5 },
        { new UnauthorizedAccessException("not root"), 6 },
        { new IOException("disk full"), 1 },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Foreseen_KeepsItsSentenceAndHasItsCode(Exception exception, int code) =>
        Assert.Equal(new Failure((ExitCode)code, exception.Message), Failure.Of(exception));

    [Fact]
    public void Unforeseen_IsOurMistakeAndSaysSo()
    {
        Failure failure = Failure.Of(new InvalidOperationException("oops"));
        Assert.Equal(ExitCode.Failed, failure.Code);
        Assert.Equal("a mistake in Farhub itself, please report it: InvalidOperationException: oops", failure.Sentence);
    }
}
