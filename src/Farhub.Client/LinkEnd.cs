namespace Farhub.Client;

/// <summary>Why the connection of an imported device ended: the first reason; what follows from it does not count.</summary>
/// <param name="Reason">What kind of end.</param>
/// <param name="Detail">One sentence, with the offending number if there is one.</param>
public sealed record LinkEnd(LinkEndReason Reason, string Detail);
