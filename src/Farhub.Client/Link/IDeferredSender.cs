namespace Farhub.Client.Link;

/// <summary>Somebody who keeps what could be sent until the receiver would wait.</summary>
interface IDeferredSender
{
    /// <summary>Something is kept.</summary>
    bool HasDeferred { get; }

    /// <summary>Sends it.</summary>
    void SendDeferred();
}
