using System.Globalization;
using Farhub.Rendering;
using Microsoft.Extensions.Logging;

namespace Farhub.Hosting;

/// <summary>Logs plain lines: <c>13:37:00 text</c>. What nobody must act on goes to standard output, the rest to standard error, with its level.
/// The lines speak for themselves, so categories are not printed and all share one logger.</summary>
sealed class LineLogger(TextWriter output, TextWriter error, TimeProvider time) : ILogger, ILoggerFactory
{
    readonly Lock _lines = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and not LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        string level = logLevel switch { LogLevel.Information => "", LogLevel.Warning => "warning: ", _ => "error: " };
        string cause = exception is null ? "" : $": {exception.GetType().Name}: {exception.Message}";
        string clock = time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        // A line quotes devices and peers: one line it stays, whatever they are called.
        string line = $"{clock} {level}{PlainText.Clean(formatter(state, exception) + cause, int.MaxValue)}";
        // Sessions log from threads of their own.
        lock (_lines)
        {
            TextWriter writer = logLevel == LogLevel.Information ? output : error;
            writer.WriteLine(line);
            writer.Flush();
        }
    }

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one way to log here.");

    /// <inheritdoc/>
    public void Dispose()
    {
        // The writers are the process's.
    }
}
