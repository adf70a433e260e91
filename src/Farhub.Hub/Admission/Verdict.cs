using Farhub.Protocol;

namespace Farhub.Hub.Admission;

/// <summary>The answer to an import: an export with the lease on it, or why not.</summary>
public sealed record Verdict
{
    Verdict() { }

    /// <summary>What the visitor gets; null when refused.</summary>
    public Export? Export { get; private init; }

    /// <summary>Their right to it; null when refused.</summary>
    public ILease? Lease { get; private init; }

    /// <summary>What the client is told.</summary>
    public OpStatus Status { get; private init; }

    /// <summary>Why it was refused, for the log.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>The visitor may.</summary>
    public static Verdict Admit(Export export, ILease lease) => new() { Export = export, Lease = lease };

    /// <summary>The visitor may not.</summary>
    /// <param name="status">What the client is told: <see cref="OpStatus.NoDevice"/> also where the truth is none of its business.</param>
    /// <param name="reason">For the log.</param>
    public static Verdict Refuse(OpStatus status, string reason) => new() { Status = status, Reason = reason };
}
