using System.Data.Common;
using Farhub.Control.Store;
using Microsoft.Data.Sqlite;

namespace Farhub.Control.Tests.Store;

public sealed class SqlitePlace : StorePlace
{
    public override string Argument => PathOf("hub.db");

    internal override IReadOnlyList<Migration> Known => Migrations.Sqlite;

    public override DbConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Argument};Pooling=False");
        connection.Open();
        return connection;
    }
}
