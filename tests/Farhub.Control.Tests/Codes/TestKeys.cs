using System.Text;
using Farhub.Control.Codes;

namespace Farhub.Control.Tests.Codes;

/// <summary>The RFCs' keys: 1234567890 again and again, as long as the hash.</summary>
static class TestKeys
{
    internal static byte[] Of(CodeAlgorithm algorithm) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1234567890", 7))[..CodeHash.Size(algorithm)]);

    /// <summary>A moment in the middle of a time step.</summary>
    internal static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 15, TimeSpan.Zero);
}
