using System.Text;

namespace Farhub.Control.Tests.Scenarios;

/// <summary>What a <see cref="WebReceiver"/> was sent.</summary>
sealed record WebRequest(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    internal string Text => Encoding.UTF8.GetString(Body);
}
