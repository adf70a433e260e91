namespace Farhub.Control.Model;

/// <summary>What is kept under a name: unique among its kind.</summary>
public interface INamed
{
    /// <summary>1 to 31 of <c>a-z 0-9 . _ -</c>, beginning and ending with a letter or digit (<see cref="Names"/>).</summary>
    string Name { get; }
}
