using System.Text.Json;

namespace Farhub.Remote;

/// <summary>The hubs one has logged in to, in the user's configuration, readable for them alone.</summary>
sealed class KnownHubs(string path)
{
    /// <summary>Those of whoever runs this process.</summary>
    public static KnownHubs OfUser()
    {
        string? home = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        if (string.IsNullOrEmpty(home)) home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".config");
        return new KnownHubs(Path.Combine(home, "farhub", "hubs.json"));
    }

    /// <summary>All of them, by the name one logged in with.</summary>
    /// <exception cref="CommandException">The file is not what it should be, or others may read it.</exception>
    public IReadOnlyDictionary<string, KnownHub> Read()
    {
        if (!File.Exists(path)) return new Dictionary<string, KnownHub>();
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
        {
            throw new CommandException(ExitCode.NotPermitted, $"{path} has your tokens in it and others may read it: chmod 600 {path}.");
        }
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), Json.FarhubJson.Default.DictionaryStringKnownHub) ?? [];
        }
        catch (JsonException e)
        {
            throw new CommandException(ExitCode.Failed, $"{path} cannot be read: {e.Message} Remove it and log in again.", e);
        }
    }

    /// <summary>Remembers one.</summary>
    public void Put(string name, KnownHub hub) => Write(new Dictionary<string, KnownHub>(Read()) { [name] = hub });

    /// <summary>Forgets one.</summary>
    public void Remove(string name) => Write(Read().Where(p => p.Key != name).ToDictionary());

    void Write(Dictionary<string, KnownHub> hubs)
    {
        string directory = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string half = path + ".new";
        File.Delete(half);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(half, options)) writer.Write(JsonSerializer.Serialize(hubs, Json.FarhubJson.Default.DictionaryStringKnownHub));
        File.Move(half, path, overwrite: true);
    }
}
