namespace Farhub.Hub.Admission;

/// <summary>Answers the data plane's one question: may this visitor import this share now? Called on connection threads, many at once.</summary>
public interface IAdmission
{
    /// <summary>What a visitor may import now, whether somebody has it or not. What they may not have, they are not shown.</summary>
    IEnumerable<Export> List(Visitor visitor);

    /// <summary>Decides about an import, and claims the share for the visitor if they may. May wait for the visitor's own session of before to end.</summary>
    /// <param name="visitor">Who asks.</param>
    /// <param name="busId">What for, as they call it.</param>
    Verdict Admit(Visitor visitor, string busId);
}
