namespace Farhub.Tests.CommandLine;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("farhub a", "attach")]
    [InlineData("farhub serve --sh", "--share")]
    [InlineData("farhub serve --share 04", "0403:6001")]
    [InlineData("farhub serve --virtual d", "disk")]
    [InlineData("farhub detach 0", "0")]
    [InlineData("farhub completion f", "fish")]
    [InlineData("farhub share show s", "shares-of-here")]
    [InlineData("farhub share show --hub rack1 s", "shares-of-rack1")]
    [InlineData("farhub share list --hub r", "rack1")]
    [InlineData("farhub share change key --schedule s", "schedules-of-here")]
    [InlineData("farhub grant change ann --users u", "users-of-here")]
    [InlineData("farhub grant change ann --approved-by g", "groups-of-here")]
    [InlineData("farhub group add lab --members u", "users-of-here")]
    [InlineData("farhub user remove u", "users-of-here")]
    [InlineData("farhub otp remove o", "otp-of-here")]
    [InlineData("farhub queue join s", "shares-of-here")]
    [InlineData("farhub unlock r", "rack1")]
    [InlineData("farhub unlock rack1 s", "shares-of-rack1")]
    [InlineData("farhub unlock local s", "shares-of-here")]
    [InlineData("farhub why s", "shares-of-here")]
    [InlineData("farhub logout r", "rack1")]
    public async Task WordsAreCompleted(string typed, string completion)
    {
        Typed result = await Typed.RunAsync(null, $"[suggest:{typed.Length}]", typed);
        Assert.Contains(completion, result.Output.Split('\n'));
    }
}
