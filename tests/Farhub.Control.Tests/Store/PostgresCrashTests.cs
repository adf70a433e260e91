namespace Farhub.Control.Tests.Store;

public sealed class PostgresCrashTests(PostgresServer server) : StoreCrashTests(PostgresPlace.On(server));
