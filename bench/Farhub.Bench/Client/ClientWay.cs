namespace Farhub.Bench.Client;

/// <summary>The ways in which a program can use <see cref="Farhub.Client.RemoteDevice"/>.</summary>
enum ClientWay
{
    /// <summary>As it is unless told otherwise: awaited, continued on the thread pool.</summary>
    Async,
    /// <summary>Awaited, continued on the thread that receives.</summary>
    Inline,
    /// <summary>One thread a transfer, blocking.</summary>
    Blocking,
}
