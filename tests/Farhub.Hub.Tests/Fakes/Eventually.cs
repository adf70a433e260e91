namespace Farhub.Hub.Tests.Fakes;

/// <summary>For what no signal tells: that a thread is gone, that a count has fallen.</summary>
static class Eventually
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static void True(Func<bool> condition, string what) => Assert.True(SpinWait.SpinUntil(condition, Patience), $"Never happened: {what}");

    /// <summary>Waits until no thread of this process has the name. Linux keeps 15 characters of it.</summary>
    public static void NoThread(string name)
    {
        if (!Directory.Exists("/proc/self/task")) return;
        string kept = name.Length > 15 ? name[..15] : name;
        True(() => !Threads().Contains(kept), $"the end of thread '{name}'");
    }

    static IEnumerable<string> Threads()
    {
        foreach (string task in Directory.GetDirectories("/proc/self/task"))
        {
            string name;
            try
            {
                name = File.ReadAllText($"{task}/comm").TrimEnd('\n');
            }
            catch (IOException)
            {
                continue; // Gone meanwhile.
            }
            yield return name;
        }
    }
}
