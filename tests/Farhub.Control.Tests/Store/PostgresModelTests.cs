namespace Farhub.Control.Tests.Store;

public sealed class PostgresModelTests(PostgresServer server) : StoreModelTests
{
    protected override int Runs => 10;

    protected override StorePlace NewPlace() => PostgresPlace.On(server);
}
