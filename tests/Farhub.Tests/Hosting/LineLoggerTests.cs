using Farhub.Hosting;
using Microsoft.Extensions.Logging;

namespace Farhub.Tests.Hosting;

public sealed class LineLoggerTests
{
    [Theory]
    [InlineData(LogLevel.Information, "13:37:05 attached 1-1\n", "")]
    [InlineData(LogLevel.Warning, "", "13:37:05 warning: attached 1-1\n")]
    [InlineData(LogLevel.Error, "", "13:37:05 error: attached 1-1\n")]
    [InlineData(LogLevel.Debug, "", "")]
    public void Level_DecidesWhereALineGoes(LogLevel level, string output, string error) =>
        Assert.Equal((output, error), Log(level, "attached 1-1", null));

    [Fact]
    public void QuotedText_StaysInItsLine() =>
        Assert.Equal(("13:37:05 attached \ufffd[31m\ufffd13:37:05 x\n", ""), Log(LogLevel.Information, "attached \u001b[31m\n13:37:05 x", null));

    [Fact]
    public void Exception_IsNamedWithoutItsTrace() =>
        Assert.Equal(("", "13:37:05 error: broken: IOException: disk full\n"), Log(LogLevel.Error, "broken", new IOException("disk full")));

    static (string Output, string Error) Log(LogLevel level, string text, Exception? exception)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        using LineLogger logger = new(output, error, new StoppedClock());
        logger.Log(level, default, text, exception, (state, _) => state);
        return (output.ToString(), error.ToString());
    }

    sealed class StoppedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 13, 37, 5, TimeSpan.Zero);
    }
}
