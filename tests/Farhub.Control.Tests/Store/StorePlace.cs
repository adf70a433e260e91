using System.Data.Common;
using Farhub.Control.Store;

namespace Farhub.Control.Tests.Store;

/// <summary>Where a test has a store, and the database under it.</summary>
public abstract class StorePlace : IDisposable
{
    /// <summary>Where files of the test go.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("farhub-store-").FullName;

    public abstract string Argument { get; }

    internal abstract IReadOnlyList<Migration> Known { get; }

    public SqlStore Open() => (SqlStore)StoreOpener.Open(Argument);

    public abstract DbConnection Connect();

    public object? Execute(string sql)
    {
        using DbConnection connection = Connect();
        using DbCommand command = connection.Command(sql);
        return command.ExecuteScalar();
    }

    public static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    public string PathOf(string file) => Path.Combine(Directory, file);

    public virtual void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
