using System.Runtime.CompilerServices;
using Farhub.Protocol;
using Farhub.Transport;

namespace Farhub.Client.Link;

/// <summary>Cuts the byte stream from the hub into headers and payloads, with as few receives and copies as possible. One thread.</summary>
/// <param name="connection">Where the bytes come from.</param>
/// <param name="sender">Has what may be sent before a receive that waits. As long as replies are there, what they cause to be sent gathers.</param>
sealed unsafe class ReplyReader(Connection connection, IDeferredSender sender)
{
    /// <summary>Bytes received ahead at most: some hundred small replies in one call, and all descriptors of an isochronous reply at once.</summary>
    const int Capacity = 32 * 1024;

    /// <summary>From this payload on, in bytes, replies are expected to come with payloads as large as the last, and one system call more costs
    /// less than copying what would have been received ahead.</summary>
    const int LargePayload = 8 * 1024;

    // Pinned, so that its address may be given to the kernel; an array, so that nobody has to free it.
    readonly byte[] _ahead = GC.AllocateUninitializedArray<byte>(Capacity, pinned: true);
    int _start;
    int _end;
    int _window = Capacity;

    /// <summary>Waits for the next bytes that belong together.</summary>
    /// <param name="length">How many, at most the capacity.</param>
    /// <param name="bytes">They; valid until the next call.</param>
    /// <returns>False when the stream ended before the first of them.</returns>
    /// <exception cref="ProtocolException">It ended between the first and the last of them.</exception>
    internal bool TryRead(int length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (_end - _start < length)
        {
            if (_start > 0)
            {
                Buffer.BlockCopy(_ahead, _start, _ahead, 0, _end - _start);
                _end -= _start;
                _start = 0;
            }
            while (_end < length)
            {
                int room = Math.Max(Math.Min(_window, Capacity) - _end, length - _end);
                int received = Receive(default, new IoVec(Address(_end), room));
                if (received == 0)
                {
                    if (_end == 0) return false;
                    throw new ProtocolException($"The hub closed the connection inside a message: {_end} of {length} bytes had come.");
                }
                _end += received;
            }
        }
        bytes = _ahead.AsSpan(_start, length);
        _start += length;
        return true;
    }

    /// <summary>Waits for a payload and puts it where it belongs.</summary>
    /// <exception cref="ProtocolException">The stream ended inside it.</exception>
    internal void ReadPayload(Span<byte> target)
    {
        _window = target.Length >= LargePayload ? UrbHeader.Size : Capacity;
        int buffered = Math.Min(_end - _start, target.Length);
        _ahead.AsSpan(_start, buffered).CopyTo(target);
        _start += buffered;
        if (buffered == target.Length) return;
        _start = _end = 0;
        fixed (byte* start = target)
        {
            for (int done = buffered; done < target.Length;)
            {
                int missing = target.Length - done;
                int received = Receive(new IoVec((nint)(start + done), missing), new IoVec(Address(0), _window));
                if (received == 0)
                {
                    throw new ProtocolException($"The hub closed the connection inside a payload: {done} of {target.Length} bytes had come.");
                }
                done += Math.Min(received, missing);
                _end = Math.Max(received - missing, 0);
            }
        }
    }

    int Receive(IoVec first, IoVec second)
    {
        if (sender.HasDeferred)
        {
            int received = connection.TryReceive(first, second);
            if (received >= 0) return received;
            sender.SendDeferred();
        }
        return connection.Receive(first, second);
    }

    nint Address(int offset) => (nint)Unsafe.AsPointer(ref _ahead[offset]);
}
