namespace Farhub.Hub.Tests.Fakes;

/// <summary>What a cancellation does to a pending URB of a fake endpoint.</summary>
enum CancelMode
{
    /// <summary>It is cut short, soon, on the device's thread.</summary>
    Win,
    /// <summary>It is cut short inside Cancel, through the sink.</summary>
    WinInline,
    /// <summary>It completes as if it had been done already, on the device's thread.</summary>
    Lose,
    /// <summary>Nothing, until the test says so.</summary>
    Late,
}
