using Farhub.Control.Store;
using Npgsql;

namespace Farhub.Control.Tests.Store;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://ann:pw@db.example:5433/hub", "db.example", 5433, "ann", "pw", "hub", "postgres://ann@db.example:5433/hub")]
    [InlineData("postgresql://ann@db.example/hub", "db.example", 5432, "ann", null, "hub", "postgres://ann@db.example:5432/hub")]
    [InlineData("POSTGRES://db/hub", "db", 5432, null, null, "hub", "postgres://db:5432/hub")]
    [InlineData("postgres://[2001:db8::1]:6000/hub", "2001:db8::1", 6000, null, null, "hub", "postgres://[2001:db8::1]:6000/hub")]
    [InlineData("postgres://[::1]/hub", "::1", 5432, null, null, "hub", "postgres://[::1]:5432/hub")]
    [InlineData("postgres:///hub", "/var/run/postgresql", 5432, null, null, "hub", "postgres:///hub?host=/var/run/postgresql")]
    [InlineData("postgres:///hub?host=/run/pg&user=ann&password=p%26w", "/run/pg", 5432, "ann", "p&w", "hub", "postgres://ann@/hub?host=/run/pg")]
    [InlineData("postgres://ann:p%40s%3As%2F%25%20%C3%A9@%2Frun%2Fpg/my%20hub", "/run/pg", 5432, "ann", "p@s:s/% é", "my hub", "postgres://ann@/my%20hub?host=/run/pg")]
    [InlineData("postgres://ann:a@b:c@db/hub", "db", 5432, "ann", "a@b:c", "hub", "postgres://ann@db:5432/hub")]
    [InlineData("postgres://db?dbname=hub&port=7", "db", 7, null, null, "hub", "postgres://db:7/hub")]
    [InlineData("postgres://a%3Bb:p%3BHost%3Devil@db/h%3Bub", "db", 5432, "a;b", "p;Host=evil", "h;ub", "postgres://a%3Bb@db:5432/h%3Bub")]
    public void Address_IsRead(string text, string host, int port, string? user, string? password, string database, string shown)
    {
        Assert.True(PostgresAddress.TryParse(text, out PostgresAddress? address, out string? error), error);
        NpgsqlConnectionStringBuilder builder = address.ToBuilder();
        Assert.Equal((host, port, user, password, database), (builder.Host, builder.Port, builder.Username, builder.Password, builder.Database));
        Assert.False(builder.Pooling);
        Assert.Equal(shown, address.ToString());
        Assert.True(PostgresAddress.IsAddress(text));
    }

    [Fact]
    public void Options_AreRead()
    {
        Assert.True(PostgresAddress.TryParse(
            "postgres://db/hub?sslmode=verify-full&sslrootcert=/ca.pem&sslcert=/c.pem&sslkey=/k.pem&sslpassword=s&passfile=/p&application_name=my%20hub&options=-c%20x%3D1&connect_timeout=3",
            out PostgresAddress? address, out string? error), error);
        NpgsqlConnectionStringBuilder builder = address.ToBuilder();
        Assert.Equal((SslMode.VerifyFull, "/ca.pem", "/c.pem", "/k.pem", "s"), (builder.SslMode, builder.RootCertificate, builder.SslCertificate, builder.SslKey, builder.SslPassword));
        Assert.Equal(("/p", "my hub", "-c x=1", 3), (builder.Passfile, builder.ApplicationName, builder.Options, builder.Timeout));
        Assert.Equal("postgres://db:5432/hub", address.ToString());
    }

    [Theory]
    [InlineData("/var/lib/hub.db", "An address of a PostgreSQL database begins with postgres:// or postgresql://.")]
    [InlineData("postgres://", "The address of the PostgreSQL database names no database: postgres://user@host/DATABASE.")]
    [InlineData("postgres://db/", "The address of the PostgreSQL database names no database: postgres://user@host/DATABASE.")]
    [InlineData("postgres://one,two/hub", "The address of the PostgreSQL database names more than one host; a store is on one.")]
    [InlineData("postgres:///hub?host=one,two", "The address of the PostgreSQL database names more than one host; a store is on one.")]
    [InlineData("postgres://[::1/hub", "The address of the PostgreSQL database has '[' without ']' around its host.")]
    [InlineData("postgres://db:0/hub", "The port of the PostgreSQL address is not a number from 1 to 65535 (in a password ':', '/', '?', '#' and '@' are written %3A, %2F, %3F, %23 and %40).")]
    [InlineData("postgres://db:/hub", "The port of the PostgreSQL address is not a number from 1 to 65535 (in a password ':', '/', '?', '#' and '@' are written %3A, %2F, %3F, %23 and %40).")]
    [InlineData("postgres://ann:sec/ret@db/hub", "The port of the PostgreSQL address is not a number from 1 to 65535 (in a password ':', '/', '?', '#' and '@' are written %3A, %2F, %3F, %23 and %40).")]
    [InlineData("postgres://db/hub/x", "The address of the PostgreSQL database has a '/' in the name of the database; one that belongs there is written %2F, and so is one in a password.")]
    [InlineData("postgres://ann:sec%zz@db/hub", "The password in the address of the PostgreSQL database cannot be read: what is not a plain letter, digit or sign is written as '%' and two hexadecimal digits for each byte of its UTF-8.")]
    [InlineData("postgres://ann:%ff@db/hub", "The password in the address of the PostgreSQL database cannot be read: what is not a plain letter, digit or sign is written as '%' and two hexadecimal digits for each byte of its UTF-8.")]
    [InlineData("postgres://é@db/hub", "The user name in the address of the PostgreSQL database cannot be read: what is not a plain letter, digit or sign is written as '%' and two hexadecimal digits for each byte of its UTF-8.")]
    [InlineData("postgres://db/hub?sslmode=maybe", "The option 'sslmode' of the PostgreSQL address has to be one of disable, allow, prefer, require, verify-ca, verify-full.")]
    [InlineData("postgres://db/hub?connect_timeout=-1", "The option 'connect_timeout' of the PostgreSQL address has to be 1 to 1024 seconds.")]
    [InlineData("postgres://db/hub?pool=3", "The option 'pool' of the PostgreSQL address is unknown; there are: host, port, user, password, dbname, passfile, sslmode, sslrootcert, sslcert, sslkey, sslpassword, application_name, options, connect_timeout.")]
    public void Mistake_IsSaidWithoutThePassword(string text, string sentence)
    {
        Assert.False(PostgresAddress.TryParse(text, out _, out string? error));
        Assert.Equal(sentence, error);
    }
}
