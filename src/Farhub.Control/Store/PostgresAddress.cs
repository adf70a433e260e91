using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Farhub.Control.Codes;
using Npgsql;

namespace Farhub.Control.Store;

/// <summary>Where a PostgreSQL database is, as a URI such as <c>postgres://user:password@host:5432/database?sslmode=verify-full</c>, or over a Unix socket
/// <c>postgres:///database?host=/run/postgresql</c>.</summary>
public sealed class PostgresAddress
{
    /// <summary>Where the socket is when nothing says where the server is.</summary>
    const string SocketDirectory = "/var/run/postgresql";

    readonly NpgsqlConnectionStringBuilder _builder;

    PostgresAddress(NpgsqlConnectionStringBuilder builder) => _builder = builder;

    /// <summary>For Npgsql, with the password in it.</summary>
    internal string ConnectionString => _builder.ConnectionString;

    /// <summary>True for what is meant as an address of this kind, whether or not it is a right one.</summary>
    public static bool IsAddress(string text) => Rest(text) is not null;

    /// <summary>Reads an address.</summary>
    /// <param name="text">The URI. User, password, host, database and options are percent-encoded.</param>
    /// <param name="address">What was read.</param>
    /// <param name="error">One sentence that says what is wrong, without showing the password.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out PostgresAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        if (Rest(text) is not { } rest)
        {
            error = "An address of a PostgreSQL database begins with postgres:// or postgresql://.";
            return false;
        }
        var builder = new NpgsqlConnectionStringBuilder
        {
            ApplicationName = "farhub",
            Timeout = 10,
            // One connection holds the hub's lock and must not be shared; the others are rare.
            Pooling = false,
            Enlist = false,
            TcpKeepAlive = true,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        (string place, string? options) = Cut(rest, rest.IndexOf('?', StringComparison.Ordinal));
        (string authority, string? database) = Cut(place, place.IndexOf('/', StringComparison.Ordinal));
        int at = authority.LastIndexOf('@');
        error = (at < 0 ? null : ReadUser(builder, authority[..at]))
            ?? ReadHost(builder, authority[(at + 1)..])
            ?? ReadDatabase(builder, database)
            ?? ReadOptions(builder, options);
        if (error is null && string.IsNullOrEmpty(builder.Database)) error = "The address of the PostgreSQL database names no database: postgres://user@host/DATABASE.";
        if (error is not null) return false;
        if (string.IsNullOrEmpty(builder.Host)) builder.Host = SocketDirectory;
        address = new PostgresAddress(builder);
        return true;
    }

    /// <summary>What Npgsql calls it all; a copy, with the password in it.</summary>
    public NpgsqlConnectionStringBuilder ToBuilder() => new(ConnectionString);

    /// <summary>For people: without the password and without options.</summary>
    public override string ToString()
    {
        string user = _builder.Username is { Length: > 0 } name ? $"{Uri.EscapeDataString(name)}@" : "";
        string database = Uri.EscapeDataString(_builder.Database!);
        string host = _builder.Host!;
        if (host.StartsWith('/')) return $"postgres://{user}/{database}?host={host}";
        if (host.Contains(':', StringComparison.Ordinal)) host = $"[{host}]";
        return $"postgres://{user}{host}:{_builder.Port}/{database}";
    }

    static string? Rest(string text)
    {
        foreach (string scheme in (ReadOnlySpan<string>)["postgres://", "postgresql://"])
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return text[scheme.Length..];
        }
        return null;
    }

    static (string Before, string? After) Cut(string text, int at) => at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);

    static string? ReadUser(NpgsqlConnectionStringBuilder builder, string text)
    {
        (string user, string? password) = Cut(text, text.IndexOf(':', StringComparison.Ordinal));
        if (!PercentText.TryDecode(user, out string? decodedUser)) return Undecodable("user name");
        if (decodedUser.Length > 0) builder.Username = decodedUser;
        if (password is null) return null;
        if (!PercentText.TryDecode(password, out string? decodedPassword)) return Undecodable("password");
        builder.Password = decodedPassword;
        return null;
    }

    static string? ReadHost(NpgsqlConnectionStringBuilder builder, string text)
    {
        if (text.Length == 0) return null;
        int colon = text.StartsWith('[') ? text.IndexOf("]:", StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        if (text.StartsWith('[') && colon == 0) colon = -1;
        (string host, string? port) = Cut(text, colon);
        if (host.StartsWith('[') != host.EndsWith(']')) return "The address of the PostgreSQL database has '[' without ']' around its host.";
        if (host.StartsWith('[')) host = host[1..^1];
        if (!PercentText.TryDecode(host, out string? decoded)) return Undecodable("host");
        return SetHost(builder, decoded) ?? (port is null ? null : SetPort(builder, port));
    }

    static string? ReadDatabase(NpgsqlConnectionStringBuilder builder, string? text)
    {
        if (text is null) return null;
        if (text.Contains('/', StringComparison.Ordinal)) return "The address of the PostgreSQL database has a '/' in the name of the database; one that belongs there is written %2F, and so is one in a password.";
        if (!PercentText.TryDecode(text, out string? decoded)) return Undecodable("name of the database");
        builder.Database = decoded;
        return null;
    }

    static string? ReadOptions(NpgsqlConnectionStringBuilder builder, string? text)
    {
        foreach (string option in (text ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            (string key, string? encoded) = Cut(option, option.IndexOf('=', StringComparison.Ordinal));
            if (!PercentText.TryDecode(key, out string? name) || !PercentText.TryDecode(encoded ?? "", out string? value)) return Undecodable("options");
            if (SetOption(builder, name, value) is { } error) return error;
        }
        return null;
    }

    static string? SetOption(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        switch (name)
        {
            case "host": return SetHost(builder, value);
            case "port": return SetPort(builder, value);
            case "user": builder.Username = value; return null;
            case "password": builder.Password = value; return null;
            case "dbname": builder.Database = value; return null;
            case "passfile": builder.Passfile = value; return null;
            case "sslmode": return SetSslMode(builder, value);
            case "sslrootcert": builder.RootCertificate = value; return null;
            case "sslcert": builder.SslCertificate = value; return null;
            case "sslkey": builder.SslKey = value; return null;
            case "sslpassword": builder.SslPassword = value; return null;
            case "application_name": builder.ApplicationName = value; return null;
            case "options": builder.Options = value; return null;
            case "connect_timeout":
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) || seconds is < 1 or > 1024) return "The option 'connect_timeout' of the PostgreSQL address has to be 1 to 1024 seconds.";
                builder.Timeout = seconds;
                return null;
            default:
                return $"The option '{name}' of the PostgreSQL address is unknown; there are: host, port, user, password, dbname, passfile, sslmode, sslrootcert, sslcert, sslkey, sslpassword, application_name, options, connect_timeout.";
        }
    }

    static string? SetHost(NpgsqlConnectionStringBuilder builder, string host)
    {
        // The lock that keeps a second hub away is one server's.
        if (host.Contains(',', StringComparison.Ordinal)) return "The address of the PostgreSQL database names more than one host; a store is on one.";
        builder.Host = host;
        return null;
    }

    // The text is not shown: with a password that should have been percent-encoded it is a piece of that.
    static string? SetPort(NpgsqlConnectionStringBuilder builder, string port)
    {
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > 65535)
        {
            return "The port of the PostgreSQL address is not a number from 1 to 65535 (in a password ':', '/', '?', '#' and '@' are written %3A, %2F, %3F, %23 and %40).";
        }
        builder.Port = number;
        return null;
    }

    static string? SetSslMode(NpgsqlConnectionStringBuilder builder, string value)
    {
        SslMode? mode = value switch
        {
            "disable" => SslMode.Disable,
            "allow" => SslMode.Allow,
            "prefer" => SslMode.Prefer,
            "require" => SslMode.Require,
            "verify-ca" => SslMode.VerifyCA,
            "verify-full" => SslMode.VerifyFull,
            _ => null,
        };
        if (mode is not { } known) return "The option 'sslmode' of the PostgreSQL address has to be one of disable, allow, prefer, require, verify-ca, verify-full.";
        builder.SslMode = known;
        return null;
    }

    static string Undecodable(string what) =>
        $"The {what} in the address of the PostgreSQL database cannot be read: what is not a plain letter, digit or sign is written as '%' and two hexadecimal digits for each byte of its UTF-8.";
}
