namespace Farhub.Fuzz;

/// <summary>A promise was not kept.</summary>
sealed class FuzzFailureException : Exception
{
    public FuzzFailureException() { }

    public FuzzFailureException(string message) : base(message) { }

    public FuzzFailureException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Throws unless the promise was kept.</summary>
    internal static void Unless(bool kept, string promise)
    {
        if (!kept) throw new FuzzFailureException($"Not kept: {promise}.");
    }
}
