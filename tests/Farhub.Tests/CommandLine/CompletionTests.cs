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
    public async Task WordsAreCompleted(string typed, string completion)
    {
        Typed result = await Typed.RunAsync(null, $"[suggest:{typed.Length}]", typed);
        Assert.Contains(completion, result.Output.Split('\n'));
    }
}
