using System.Runtime.InteropServices;
using Farhub.Devices;

namespace Farhub.Hub.Tests.Fakes;

/// <summary>A URB whose memory has guards, so that a byte written beyond it shows.</summary>
sealed unsafe class FakeUrb : Urb
{
    const int Guard = 64;
    const byte GuardByte = 0xa5;
    const byte FreedByte = 0xdd;

    public FakeUrb(int capacity) : base((byte*)NativeMemory.AlignedAlloc((nuint)(capacity + Guard), 4096), capacity)
    {
        NativeMemory.Fill(Memory, (nuint)(capacity + Guard), GuardByte);
    }

    public bool IsInFlight { get; set; }

    /// <summary>Frees the memory.</summary>
    /// <returns>False when somebody wrote beyond it.</returns>
    public bool Free()
    {
        bool intact = new ReadOnlySpan<byte>(Memory + Capacity, Guard).IndexOfAnyExcept(GuardByte) < 0;
        NativeMemory.Fill(Memory, (nuint)(Capacity + Guard), FreedByte); // What is sent from freed memory shows, too.
        NativeMemory.AlignedFree(Memory);
        return intact;
    }
}
