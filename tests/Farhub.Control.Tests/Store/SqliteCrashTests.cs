namespace Farhub.Control.Tests.Store;

public sealed class SqliteCrashTests() : StoreCrashTests(new SqlitePlace());
