namespace Farhub.Control.Tests.Store;

public sealed class SqliteModelTests : StoreModelTests
{
    protected override int Runs => 40;

    protected override StorePlace NewPlace() => new SqlitePlace();
}
