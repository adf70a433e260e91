namespace Farhub.Fuzz;

/// <summary>Something that takes bytes from a stranger.</summary>
interface IFuzzTarget
{
    /// <summary>As in <c>--target</c>.</summary>
    string Name { get; }

    /// <summary>Valid inputs: what mutation starts from.</summary>
    IReadOnlyList<FuzzSample> Samples { get; }

    /// <summary>Most bytes that one execution may allocate.</summary>
    long MaxAllocation { get; }

    /// <summary>Takes one input. Throws nothing for a bad one: what is documented to be thrown, the target catches itself.</summary>
    /// <exception cref="FuzzFailureException">A promise was not kept.</exception>
    void Run(ReadOnlySpan<byte> input);
}
