using Farhub.Protocol;
using Farhub.Transport;

namespace Farhub.Hub;

/// <summary>Cuts the byte stream of a client into headers and payloads. Reads ahead into a small buffer, so that one receive brings many small
/// requests; a payload's bytes that have not arrived yet are received where they belong, never through the buffer.</summary>
/// <param name="connection">The client.</param>
/// <param name="memory"><see cref="MemorySize"/> bytes that outlive the reader.</param>
/// <param name="beforeWaiting">Called before each receive: the moment to send what is ready.</param>
sealed unsafe class RequestReader(Connection connection, byte* memory, Action beforeWaiting)
{
    /// <summary>Bytes of read-ahead: 341 headers. More would only be copied when large OUT payloads follow each other.</summary>
    internal const int MemorySize = 16 << 10;

    readonly byte* _buffer = memory;
    int _start;
    int _end;

    /// <summary>Reads the next header.</summary>
    /// <param name="header">48 bytes, valid until the next call.</param>
    /// <returns>False when the client closed the connection between two messages.</returns>
    /// <exception cref="ProtocolException">The client closed the connection inside a header.</exception>
    internal bool TryReadHeader(out ReadOnlySpan<byte> header)
    {
        header = default;
        while (_end - _start < UrbHeader.Size)
        {
            if (_start > 0)
            {
                Buffer.MemoryCopy(_buffer + _start, _buffer, MemorySize, _end - _start);
                _end -= _start;
                _start = 0;
            }
            beforeWaiting();
            int received = connection.Receive(default, new IoVec((nint)(_buffer + _end), MemorySize - _end));
            if (received == 0)
            {
                if (_end == _start) return false;
                throw new ProtocolException($"The stream ended after {_end - _start} bytes of a 48-byte header.");
            }
            _end += received;
        }
        header = new ReadOnlySpan<byte>(_buffer + _start, UrbHeader.Size);
        _start += UrbHeader.Size;
        return true;
    }

    /// <summary>Reads a payload.</summary>
    /// <exception cref="ProtocolException">The client closed the connection inside it.</exception>
    internal void ReadExactly(byte* destination, int length)
    {
        int buffered = Math.Min(length, _end - _start);
        Buffer.MemoryCopy(_buffer + _start, destination, length, buffered);
        _start += buffered;
        destination += buffered;
        length -= buffered;
        while (length > 0)
        {
            // The buffer is empty here; what comes behind the payload lands in it.
            _start = 0;
            _end = 0;
            beforeWaiting();
            int received = connection.Receive(new IoVec((nint)destination, length), new IoVec((nint)_buffer, MemorySize));
            if (received == 0) throw new ProtocolException($"The stream ended {length} bytes before the end of a payload.");
            _end = Math.Max(0, received - length);
            received -= _end;
            destination += received;
            length -= received;
        }
    }

    /// <summary>Reads a payload and forgets it.</summary>
    /// <exception cref="ProtocolException">The client closed the connection inside it.</exception>
    internal void Skip(long length)
    {
        while (length > 0)
        {
            if (_start == _end)
            {
                _start = 0;
                beforeWaiting();
                _end = connection.Receive(default, new IoVec((nint)_buffer, MemorySize));
                if (_end == 0) throw new ProtocolException($"The stream ended {length} bytes before the end of a payload.");
            }
            int skipped = (int)Math.Min(length, _end - _start);
            _start += skipped;
            length -= skipped;
        }
    }
}
