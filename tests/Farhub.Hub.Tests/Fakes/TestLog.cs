using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Farhub.Hub.Tests.Fakes;

/// <summary>Keeps what the hub says.</summary>
sealed class TestLog : ILogger<HubServer>
{
    readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    public IReadOnlyCollection<(LogLevel Level, string Text)> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));

    public bool Has(string text) => _lines.Any(l => l.Text.Contains(text, StringComparison.Ordinal));
}
