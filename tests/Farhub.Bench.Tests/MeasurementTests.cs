namespace Farhub.Bench.Tests;

public sealed class MeasurementTests : IDisposable
{
    const string Line = """{"group":"kernel","what":"IN 64 KiB depth 8","side":"farhub","value":224.5,"unit":"MB/s","boot":1,"round":2}""";

    readonly string _path = Path.GetTempFileName();

    [Fact]
    public void ToLine_IsTheLineThatTheLabWritesToo() =>
        Assert.Equal(Line, new Measurement("kernel", "IN 64 KiB depth 8", "farhub", 224.5, "MB/s", 1, 2).ToLine());

    [Fact]
    public void Read_SkipsEmptyLines_AndKeepsTheOrder()
    {
        File.WriteAllText(_path, $"{Line}\n\n{Line.Replace("224.5", "7", StringComparison.Ordinal)}\n");

        Assert.Equal([224.5, 7], Measurement.Read(_path).Select(m => m.Value));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("""{"group":"kernel"}""")]
    public void Read_LineThatIsNoMeasurement_NamesTheFile(string line)
    {
        File.WriteAllText(_path, line);

        Assert.Contains(_path, Assert.Throws<FormatException>(() => Measurement.Read(_path).Count()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);
}
