using BenchmarkDotNet.Attributes;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Bench.Codec;

/// <summary>Every message after import, and what stands before it, there and back.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    const string AfterImport = "after import";
    const string BeforeImport = "before import";

    readonly byte[] _bytes = new byte[UrbHeader.Size];
    readonly byte[] _packet = new byte[IsoPacket.Size];
    readonly byte[] _op = new byte[OpHeader.Size];
    readonly byte[] _record = new byte[DeviceRecord.Size];
    readonly SubmitCommand _submit = new(7, 0x00c80001, 1, 1, 0, 65536, 0, 0, 0, new SetupPacket(0x80, 6, 0x0100, 0, 18));
    readonly SubmitReply _reply = new(7, 0, 65536);
    readonly UnlinkCommand _unlink = new(8, 0x00c80001, 7);
    readonly UnlinkReply _unlinkReply = new(8, 0);
    readonly IsoPacket _iso = new(1024, 1024, 1024, 0);
    readonly DeviceRecord _device = new()
    {
        Path = "software loopback",
        BusId = BusId.Parse("200-1"),
        BusNumber = 200,
        DeviceNumber = 1,
        Speed = UsbSpeed.High,
        Id = new VidPid(0x1209, 0x0001),
        DeviceVersion = 0x0100,
        Class = 0xff,
        SubClass = 0,
        Protocol = 0,
        ConfigurationValue = 1,
        ConfigurationCount = 1,
    };

    /// <summary>Bytes that can be read.</summary>
    [GlobalSetup]
    public void Fill() => _device.Write(_record);

    /// <summary>CMD_SUBMIT.</summary>
    [Benchmark, BenchmarkCategory(AfterImport)]
    public void WriteSubmitCommand() => _submit.Write(_bytes);

    /// <summary>CMD_SUBMIT.</summary>
    [Benchmark, BenchmarkCategory(AfterImport)]
    public SubmitCommand ReadSubmitCommand() => SubmitCommand.Read(_bytes);

    /// <summary>RET_SUBMIT.</summary>
    [Benchmark, BenchmarkCategory(AfterImport)]
    public void WriteSubmitReply() => _reply.Write(_bytes);

    /// <summary>RET_SUBMIT.</summary>
    [Benchmark, BenchmarkCategory(AfterImport)]
    public SubmitReply ReadSubmitReply() => SubmitReply.Read(_bytes);

    /// <summary>RET_SUBMIT, checked against its request.</summary>
    [Benchmark, BenchmarkCategory(AfterImport)]
    public string? CheckSubmitReply() => SubmitReplyRules.Check(_reply, isIn: true, requestedLength: 65536, requestedPackets: 0);

    /// <summary>CMD_UNLINK.</summary>
    [Benchmark, BenchmarkCategory(AfterImport)]
    public void WriteUnlinkCommand() => _unlink.Write(_bytes);

    /// <summary>CMD_UNLINK.</summary>
    [Benchmark, BenchmarkCategory(AfterImport)]
    public UnlinkCommand ReadUnlinkCommand() => UnlinkCommand.Read(_bytes);

    /// <summary>RET_UNLINK.</summary>
    [Benchmark, BenchmarkCategory(AfterImport)]
    public void WriteUnlinkReply() => _unlinkReply.Write(_bytes);

    /// <summary>RET_UNLINK.</summary>
    [Benchmark, BenchmarkCategory(AfterImport)]
    public UnlinkReply ReadUnlinkReply() => UnlinkReply.Read(_bytes);

    /// <summary>What all four begin with.</summary>
    [Benchmark, BenchmarkCategory(AfterImport)]
    public UrbHeader ReadUrbHeader() => UrbHeader.Read(_bytes);

    /// <summary>An isochronous packet's descriptor.</summary>
    [Benchmark, BenchmarkCategory(AfterImport)]
    public void WriteIsoPacket() => _iso.Write(_packet);

    /// <summary>An isochronous packet's descriptor.</summary>
    [Benchmark, BenchmarkCategory(AfterImport)]
    public IsoPacket ReadIsoPacket() => IsoPacket.Read(_packet);

    /// <summary>What requests and replies before import begin with.</summary>
    [Benchmark, BenchmarkCategory(BeforeImport)]
    public void WriteOpHeader() => new OpHeader(OpCode.RequestImport).Write(_op);

    /// <summary>What requests and replies before import begin with.</summary>
    [Benchmark, BenchmarkCategory(BeforeImport)]
    public OpHeader ReadOpHeader() => OpHeader.Read(_op);

    /// <summary>A device in a list or an import reply.</summary>
    [Benchmark, BenchmarkCategory(BeforeImport)]
    public void WriteDeviceRecord() => _device.Write(_record);

    /// <summary>The same. It has texts, so it cannot be free; it comes once an import.</summary>
    [Benchmark, BenchmarkCategory(BeforeImport)]
    public DeviceRecord ReadDeviceRecord() => DeviceRecord.Read(_record, out _);
}
