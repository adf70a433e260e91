using Farhub.Protocol;

namespace Farhub.Client.Tests;

/// <summary>A command as the scripted hub received it.</summary>
/// <param name="Submit">CMD_SUBMIT, or null.</param>
/// <param name="Unlink">CMD_UNLINK, or null.</param>
/// <param name="Payload">OUT data.</param>
/// <param name="Packets">Isochronous packets.</param>
sealed record ScriptedCommand(SubmitCommand? Submit, UnlinkCommand? Unlink, byte[] Payload, IsoPacket[] Packets)
{
    internal SubmitCommand Urb => Submit ?? throw new InvalidOperationException($"A submit was expected, not {Unlink}.");

    internal UnlinkCommand Cancellation => Unlink ?? throw new InvalidOperationException($"An unlink was expected, not {Submit}.");
}
