using System.Runtime.InteropServices;
using Farhub.Devices;

namespace Farhub.Hub;

/// <summary>A URB with what the session must remember to answer it. Made once, used for many requests.</summary>
sealed unsafe class PendingUrb(Urb urb, int sizeClass)
{
    /// <summary>In flight; its completion sends RET_SUBMIT.</summary>
    internal const int InFlight = 1;
    /// <summary>In flight, and the client no longer wants it.</summary>
    internal const int UnlinkAsked = 2;
    /// <summary>As <see cref="UnlinkAsked"/>, and a second CMD_UNLINK has been answered: the client takes the URB for ended.</summary>
    internal const int UnlinkTold = 3;
    /// <summary>Completed: its reply is being sent, or has been.</summary>
    internal const int Done = 4;

    int _packetCapacity;

    internal Urb Urb { get; } = urb;

    /// <summary>Which of the pool's lists of idle URBs it belongs to.</summary>
    internal int SizeClass { get; } = sizeClass;

    /// <summary>Link in the one list it is in: of idle URBs, of a batch, of returned URBs.</summary>
    internal PendingUrb? Next { get; set; }

    internal uint Seqnum { get; private set; }

    /// <summary>number_of_packets as it came; the reply echoes it.</summary>
    internal int WirePacketCount { get; private set; }

    /// <summary>True from <see cref="Begin"/> to completion.</summary>
    internal bool IsInFlight => Volatile.Read(ref State) is InFlight or UnlinkAsked or UnlinkTold;

    /// <summary>Number of the CMD_UNLINK to answer when it completes. Set before the state becomes UnlinkAsked.</summary>
    internal uint UnlinkSeqnum { get; set; }

    /// <summary>One of the constants above. The receiver moves it from InFlight to UnlinkAsked and UnlinkTold, a completion moves it to Done. Where
    /// the two may meet, each does so atomically: this is where their race is decided.</summary>
#pragma warning disable CA1805, IDE0044 // Changed through Interlocked by reference.
    internal int State;
#pragma warning restore CA1805, IDE0044

    /// <summary>The isochronous packets' descriptors as they stand on the wire: the request's, then, with outcomes filled in, the reply's.</summary>
    internal byte* WirePackets { get; private set; }

    internal void Begin(uint seqnum, int wirePacketCount)
    {
        Seqnum = seqnum;
        WirePacketCount = wirePacketCount;
        Volatile.Write(ref State, InFlight);
    }

    /// <summary>Makes room for descriptors.</summary>
    /// <param name="bytes">Bytes they take on the wire; the caller has checked them against a limit.</param>
    internal byte* ReservePackets(int bytes)
    {
        if (_packetCapacity < bytes)
        {
            WirePackets = (byte*)NativeMemory.Realloc(WirePackets, (nuint)bytes);
            _packetCapacity = bytes;
        }
        return WirePackets;
    }

    /// <summary>Frees what <see cref="ReservePackets"/> made.</summary>
    internal void Free()
    {
        NativeMemory.Free(WirePackets);
        WirePackets = null;
        _packetCapacity = 0;
    }
}
