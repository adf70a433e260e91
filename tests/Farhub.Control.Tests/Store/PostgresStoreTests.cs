namespace Farhub.Control.Tests.Store;

public sealed class PostgresStoreTests(PostgresServer server) : StoreTests(PostgresPlace.On(server))
{
    protected override void DropTriggers() => Place.Execute("DROP FUNCTION audit_is_append_only CASCADE");
}
