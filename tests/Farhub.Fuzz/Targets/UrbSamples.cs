namespace Farhub.Fuzz.Targets;

/// <summary>Valid messages after import, field by field and independent of the codecs under test.</summary>
static class UrbSamples
{
    const uint DevId = 0x00010002;

    /// <summary>CMD_SUBMIT with its payload and packets.</summary>
    internal static SampleBuilder Submit(SampleBuilder to, uint endpoint, bool isIn, int length, int packets = 0, uint seqnum = 1, byte[]? setup = null)
    {
        to.Message().U32(1, seqnum, DevId, isIn ? 1u : 0, endpoint);
        to.U32(0x40200, (uint)length, 0, (uint)packets, 1);
        setup ??= new byte[8];
        to.U8(setup.AsSpan(0, 2)).U16Le(BitConverter.ToUInt16(setup, 2)).U16Le(BitConverter.ToUInt16(setup, 4)).U16Le(BitConverter.ToUInt16(setup, 6));
        if (!isIn) to.Bytes(Counted(length));
        return Packets(to, length, packets, actual: false);
    }

    /// <summary>RET_SUBMIT with its payload and packets.</summary>
    internal static SampleBuilder Reply(SampleBuilder to, int actualLength, bool isIn = true, int packets = 0, uint seqnum = 1, int status = 0)
    {
        to.Message().U32(3, seqnum, 0, 0, 0);
        to.U32(unchecked((uint)status), (uint)actualLength, 0, (uint)packets, 0).Bytes(new byte[8]);
        if (isIn) to.Bytes(Counted(actualLength));
        return Packets(to, actualLength, packets, actual: true);
    }

    /// <summary>CMD_UNLINK.</summary>
    internal static SampleBuilder Unlink(SampleBuilder to, uint seqnum = 2, uint unlinkSeqnum = 1) =>
        to.Message().U32(2, seqnum, DevId, 0, 0, unlinkSeqnum).Bytes(new byte[24]);

    /// <summary>RET_UNLINK.</summary>
    internal static SampleBuilder UnlinkReply(SampleBuilder to, uint seqnum = 2, int status = -104) =>
        to.Message().U32(4, seqnum, 0, 0, 0, unchecked((uint)status)).Bytes(new byte[24]);

    static SampleBuilder Packets(SampleBuilder to, int length, int packets, bool actual)
    {
        for (int i = 0; i < packets; i++)
        {
            uint each = (uint)(length / packets);
            to.U32((uint)i * each, each, actual ? each : 0, actual ? 0u : 0xffffffee);
        }
        return to;
    }

    static byte[] Counted(int length) => [.. Enumerable.Range(0, length).Select(i => unchecked((byte)i))];
}
