using System.Globalization;
using Farhub.Rendering;
using Microsoft.Extensions.Logging;

namespace Farhub.Hosting;

/// <summary>Logs plain lines: <c>13:37:00 text</c>. What nobody must act on goes to standard output, the rest to standard error, with its level.</summary>
/// <typeparam name="T">Whose lines; they speak for themselves, so it is not printed.</typeparam>
sealed class LineLogger<T>(TextWriter output, TextWriter error, TimeProvider time) : ILogger<T>
{
    readonly Lock _lines = new();

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

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
}
