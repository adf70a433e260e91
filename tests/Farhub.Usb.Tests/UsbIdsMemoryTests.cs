using System.Runtime.CompilerServices;
using System.Text;

namespace Farhub.Usb.Tests;

/// <summary>Measures the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;

[Collection(typeof(Alone))]
public sealed class UsbIdsMemoryTests
{
    [Fact]
    public void FileOfRealSize_TakesLittleMemory()
    {
        _ = Read(); // Whatever is made only the first time.
        long before = GC.GetTotalMemory(forceFullCollection: true);
        UsbIds ids = Read();
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.Equal(25_000, ids.Count);
        Assert.Equal("A product's usual name 98", ids.Product(new VidPid(249, 98)));
        Assert.InRange(kept, 500_000, 1_500_000); // As strings in a dictionary it would be 3 MB.
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // Or the text itself stays alive in this frame.
    static UsbIds Read()
    {
        var text = new StringBuilder();
        for (int vendor = 0; vendor < 250; vendor++)
        {
            text.Append($"{vendor:x4}  Vendor number {vendor}\n");
            for (int product = 0; product < 99; product++) text.Append($"\t{product:x4}  A product's usual name {product}\n");
        }
        return UsbIds.Read(new StringReader(text.ToString()));
    }
}
