using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace Farhub.Control.Store;

/// <summary>The steps that a store's schema has taken, and those it has to take.</summary>
static class Migrations
{
    const string Folder = "Migrations/";
    const string PostgresSuffix = ".postgres";

    /// <summary>For SQLite, oldest first.</summary>
    internal static IReadOnlyList<Migration> Sqlite { get; } = Read(isPostgres: false);

    /// <summary>For PostgreSQL, oldest first: as for SQLite where no file says otherwise.</summary>
    internal static IReadOnlyList<Migration> Postgres { get; } = Read(isPostgres: true);

    /// <summary>Brings a store up to date, each step all or nothing. Only the hub that holds the store may do so.</summary>
    /// <exception cref="StoreException">A newer version wrote it.</exception>
    internal static void Apply(DbConnection connection, IReadOnlyList<Migration> known, string store)
    {
        using (DbCommand command = connection.Command("CREATE TABLE IF NOT EXISTS migrations (version bigint NOT NULL PRIMARY KEY, name text NOT NULL)")) command.ExecuteNonQuery();
        long stored = VersionOf(connection);
        long newest = known.Count;
        if (stored > newest)
        {
            throw new StoreException($"The store {store} was written by a newer version of Farhub (schema {stored}; this version knows up to {newest}). Run that version, or restore a backup made before.");
        }
        foreach (Migration migration in known.Where(m => m.Version > stored))
        {
            using DbTransaction transaction = connection.BeginTransaction();
            using (DbCommand command = transaction.Command(migration.Sql)) command.ExecuteNonQuery();
            using (DbCommand command = transaction.Command("INSERT INTO migrations (version, name) VALUES (@version, @name)", "version", "name"))
            {
                command.Set("version", migration.Version);
                command.Set("name", migration.Name);
                command.ExecuteNonQuery();
            }
            transaction.Commit();
        }
    }

    static long VersionOf(DbConnection connection)
    {
        using DbCommand command = connection.Command("SELECT coalesce(max(version), 0) FROM migrations");
        return (long)command.ExecuteScalar()!;
    }

    static List<Migration> Read(bool isPostgres)
    {
        Assembly assembly = typeof(Migrations).Assembly;
        string[] files = assembly.GetManifestResourceNames();
        List<Migration> migrations = [];
        foreach (string file in files.Where(f => f.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(file[Folder.Length..]);
            if (name.EndsWith(PostgresSuffix, StringComparison.Ordinal)) continue;
            string postgres = $"{Folder}{name}{PostgresSuffix}.sql";
            using var reader = new StreamReader(assembly.GetManifestResourceStream(isPostgres && files.Contains(postgres) ? postgres : file)!);
            migrations.Add(new Migration(long.Parse(name.AsSpan(0, name.IndexOf('-', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }
        return migrations;
    }
}
