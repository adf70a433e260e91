namespace Farhub.Devices.Tests.Virtual;

/// <summary>What became of a transfer. <see cref="Data"/> holds the bytes of an IN.</summary>
sealed record Outcome(int Status, int ActualLength, byte[] Data)
{
    internal (int Status, int ActualLength) Moved => (Status, ActualLength);

    internal static unsafe Outcome Of(Urb urb)
    {
        byte[] data = [];
        if (urb.Endpoint.IsIn) data = new Span<byte>(urb.Answer == null ? urb.Data : urb.Answer, urb.ActualLength).ToArray();
        return new Outcome(urb.Status, urb.ActualLength, data);
    }
}
