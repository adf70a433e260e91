namespace Farhub.Control.Model;

/// <summary>What a token is good for.</summary>
public enum TokenScope
{
    /// <summary>To read.</summary>
    Read,
    /// <summary>To read, attach, queue, unlock and release.</summary>
    Use,
    /// <summary>All that its user may.</summary>
    Full,
}
