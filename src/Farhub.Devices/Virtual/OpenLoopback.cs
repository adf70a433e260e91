using System.Buffers.Binary;
using Farhub.Usb;

namespace Farhub.Devices.Virtual;

/// <summary>A claimed <see cref="VirtualLoopback"/>.</summary>
sealed class OpenLoopback(VirtualLoopback device, IUrbSink sink, TimeProvider time) : VirtualOpenDevice(device, sink, time)
{
    const byte Source = 0x81;
    const byte Sink = 0x01;
    const byte EchoIn = 0x84;
    const byte EchoOut = 0x04;
    const byte ReportIn = 0x82;
    const byte ReportOut = 0x02;
    const byte IsochronousIn = 0x83;
    const byte IsochronousOut = 0x03;
    const int ReportSize = 8;
    const int ScratchSize = 4096;
    const byte VendorOut = 0x40;
    const byte VendorIn = 0xc0;

    readonly EchoBuffer _echo = new();
    readonly byte[] _lastReport = new byte[VirtualLoopback.InterruptPacket];
    int _lastReportLength;
    byte[]? _scratch;
    LoopbackSourceMode _mode;
    long _sourced;
    long _sunk;
    // The timer's thread counts these; guarded by the gate.
    long _reports;
    long _isochronousIn;
    long _isochronousOut;

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _echo.Dispose();
    }

    /// <inheritdoc/>
    protected override bool Transfer(Pipe pipe, VirtualUrb urb)
    {
        switch (urb.Endpoint.Value)
        {
            case Source:
                if (_mode == LoopbackSourceMode.Silent) return Wait(pipe, urb);
                Fill(urb);
                return true;
            case Sink:
                _sunk += urb.Length;
                urb.Succeed(urb.Length);
                return true;
            case ReportOut:
                _lastReportLength = Math.Min(urb.Length, _lastReport.Length);
                urb.Buffer[.._lastReportLength].CopyTo(_lastReport);
                urb.Succeed(urb.Length);
                return true;
            case ReportIn when urb.Length < ReportSize:
                urb.Fail(-Errno.EOVERFLOW);
                return true;
            case IsochronousIn or IsochronousOut when !PacketsFit(pipe, urb):
                urb.Fail(-Errno.EMSGSIZE);
                return true;
            case ReportIn or IsochronousIn or IsochronousOut:
                return WaitForTime(pipe, urb);
            default:
                return Wait(pipe, urb);
        }
    }

    /// <inheritdoc/>
    protected override void Service(Pipe pipe, VirtualUrb urb)
    {
        switch (urb.Endpoint.Value)
        {
            case ReportIn:
                BinaryPrimitives.WriteInt64LittleEndian(urb.Buffer, _reports++);
                urb.Succeed(ReportSize);
                break;
            case IsochronousIn:
                _isochronousIn += MovePackets(urb, _isochronousIn);
                break;
            default:
                _isochronousOut += MovePackets(urb, _isochronousOut);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Pump()
    {
        PumpSource();
        PumpEcho();
    }

    /// <inheritdoc/>
    protected override int Request(SetupPacket setup, Span<byte> data)
    {
        switch (setup.RequestType, setup.Request)
        {
            case (VendorOut, LoopbackRequest.StallEndpoint):
                if (setup.Index > byte.MaxValue || PipeOf((byte)setup.Index) is not { Type: TransferType.Bulk or TransferType.Interrupt } pipe) return -1;
                Halt(pipe);
                return 0;
            case (VendorOut, LoopbackRequest.ResetStreams):
                ClearStreams();
                return 0;
            case (VendorOut, LoopbackRequest.SetSourceMode):
                if (setup.Value > (int)LoopbackSourceMode.Zeros) return -1;
                _mode = (LoopbackSourceMode)setup.Value;
                lock (Gate) PumpSource();
                return 0;
            case (VendorIn, LoopbackRequest.GetCounters):
                return Counters(data);
            case (VendorIn, LoopbackRequest.GetLastReport):
                int length = Math.Min(data.Length, _lastReportLength);
                _lastReport.AsSpan(0, length).CopyTo(data);
                return length;
            case (VendorOut, LoopbackRequest.WriteScratch) when data.Length <= ScratchSize:
                data.CopyTo(_scratch ??= new byte[ScratchSize]);
                return data.Length;
            case (VendorIn, LoopbackRequest.ReadScratch) when data.Length <= ScratchSize:
                (_scratch ??= new byte[ScratchSize]).AsSpan(0, data.Length).CopyTo(data);
                return data.Length;
            default:
                return -1;
        }
    }

    /// <inheritdoc/>
    protected override void Restart()
    {
        _mode = LoopbackSourceMode.Pattern;
        ClearStreams();
    }

    void ClearStreams()
    {
        lock (Gate)
        {
            _sourced = 0;
            _sunk = 0;
            _reports = 0;
            _isochronousIn = 0;
            _isochronousOut = 0;
            _lastReportLength = 0;
            _echo.Clear();
            PumpEcho();
        }
    }

    unsafe void Fill(VirtualUrb urb)
    {
        if (_mode == LoopbackSourceMode.Zeros) urb.Buffer.Clear();
        else if (urb.Length <= LoopbackPattern.LongestWindow) urb.Answer = LoopbackPattern.At(_sourced);
        else LoopbackPattern.Fill(urb.Buffer, _sourced);
        _sourced += urb.Length;
        urb.Succeed(urb.Length);
    }

    void PumpSource()
    {
        if (_mode == LoopbackSourceMode.Silent || PipeOf(Source) is not { } source) return;
        while (TakeOldest(source) is { } urb)
        {
            Fill(urb);
            GiveBack(source, urb);
        }
    }

    void PumpEcho()
    {
        if (PipeOf(EchoOut) is not { } writes || PipeOf(EchoIn) is not { } reads) return;
        bool moved = true;
        while (moved)
        {
            moved = false;
            if (Oldest(writes) is { } write)
            {
                write.Moved += _echo.Write(write.Buffer[write.Moved..]);
                if (write.Moved == write.Length)
                {
                    FinishOldest(writes, write);
                    moved = true;
                }
            }
            if (Oldest(reads) is { } read)
            {
                int count = _echo.Read(read.Buffer[read.Moved..]);
                read.Moved += count;
                moved |= count > 0;
                bool dry = _echo.Count == 0 && Oldest(writes) is null;
                if (read.Moved == read.Length || (read.Moved > 0 && dry))
                {
                    FinishOldest(reads, read);
                    moved = true;
                }
            }
        }
    }

    void FinishOldest(Pipe pipe, VirtualUrb urb)
    {
        TakeOldest(pipe);
        urb.Succeed(urb.Moved);
        GiveBack(pipe, urb);
    }

    int Counters(Span<byte> data)
    {
        Span<byte> bytes = stackalloc byte[48];
        lock (Gate)
        {
            ReadOnlySpan<long> counters = [_sourced, _sunk, _echo.Count, _reports, _isochronousIn, _isochronousOut];
            for (int i = 0; i < counters.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes[(8 * i)..], counters[i]);
        }
        int length = Math.Min(data.Length, bytes.Length);
        bytes[..length].CopyTo(data);
        return length;
    }

    /// <summary>usbcore refuses a URB with a packet above what the endpoint moves in one interval, before any device sees it.</summary>
    static bool PacketsFit(Pipe pipe, VirtualUrb urb)
    {
        int most = pipe.BytesPerInterval;
        foreach (ref UrbPacket packet in urb.Packets)
        {
            if ((uint)packet.Length > (uint)most) return false;
        }
        return true;
    }

    /// <summary>All packets go through whole; IN ones carry the stream from a position on.</summary>
    static int MovePackets(VirtualUrb urb, long position)
    {
        int total = 0;
        foreach (ref UrbPacket packet in urb.Packets)
        {
            packet.ActualLength = packet.Length;
            packet.Status = 0;
            total += packet.Length;
        }
        if (urb.Endpoint.IsIn) LoopbackPattern.Fill(urb.Buffer[..total], position);
        urb.Finish(0, total);
        return total;
    }
}
