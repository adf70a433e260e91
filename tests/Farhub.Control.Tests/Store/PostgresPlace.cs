using System.Data.Common;
using Farhub.Control.Store;

[assembly: AssemblyFixture(typeof(Farhub.Control.Tests.Store.PostgresServer))]

namespace Farhub.Control.Tests.Store;

public sealed class PostgresPlace(string socketDirectory, string database) : StorePlace
{
    /// <summary>In a new database.</summary>
    public static PostgresPlace On(PostgresServer server)
    {
        (string directory, string name) = server.NewDatabase();
        return new PostgresPlace(directory, name);
    }

    public override string Argument => ArgumentAt(socketDirectory);

    public string SocketDirectory => socketDirectory;

    internal override IReadOnlyList<Migration> Known => Migrations.Postgres;

    public string ArgumentAt(string socket) => $"postgres:///{database}?host={socket}&user={PostgresServer.User}";

    public override DbConnection Connect() => PostgresServer.Connect(socketDirectory, database);

    /// <summary>The server process at the other end of the hub's connection.</summary>
    public int BackendOfHub()
    {
        object? pid = Execute("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        return Assert.IsType<int>(pid);
    }

    /// <summary>Ends the hub's connection, as a server does with one that was idle for long, and waits until it has.</summary>
    public void EndConnectionOfHub() => Execute($"SELECT pg_terminate_backend({BackendOfHub()}, 60000)");
}
