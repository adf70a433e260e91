namespace Farhub.Control.Store;

/// <summary>The store failed; the message says what and what to do.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Without a word.</summary>
    public StoreException() { }

    /// <summary>With a sentence.</summary>
    public StoreException(string message) : base(message) { }

    /// <summary>With a sentence and a cause.</summary>
    public StoreException(string message, Exception innerException) : base(message, innerException) { }
}
