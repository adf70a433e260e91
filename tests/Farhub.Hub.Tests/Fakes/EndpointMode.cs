namespace Farhub.Hub.Tests.Fakes;

/// <summary>When a URB of a fake endpoint completes.</summary>
enum EndpointMode
{
    /// <summary>Inside Submit.</summary>
    Inline,
    /// <summary>Inside Submit, but through the sink.</summary>
    InlineThroughSink,
    /// <summary>Soon, on the device's thread.</summary>
    OtherThread,
    /// <summary>When the test says so.</summary>
    Pending,
}
