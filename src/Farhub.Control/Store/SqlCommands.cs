using System.Data;
using System.Data.Common;

namespace Farhub.Control.Store;

/// <summary>Commands in the SQL that both stores understand.</summary>
static class SqlCommands
{
    /// <summary>A command outside a transaction.</summary>
    internal static DbCommand Command(this DbConnection connection, string sql, params ReadOnlySpan<string> parameters) => Make(connection, null, sql, parameters);

    /// <summary>A command in a transaction.</summary>
    internal static DbCommand Command(this DbTransaction transaction, string sql, params ReadOnlySpan<string> parameters) =>
        Make(transaction.Connection ?? throw new InvalidOperationException("The transaction is over."), transaction, sql, parameters);

    /// <summary>Gives a parameter its value.</summary>
    internal static void Set(this DbCommand command, string parameter, string value)
    {
        DbParameter one = command.Parameters[parameter];
        one.DbType = DbType.String;
        one.Value = value;
    }

    /// <summary>Gives a parameter its value.</summary>
    internal static void Set(this DbCommand command, string parameter, long value)
    {
        DbParameter one = command.Parameters[parameter];
        one.DbType = DbType.Int64;
        one.Value = value;
    }

#pragma warning disable CA2100 // The text is ours, a constant or a migration; what comes from elsewhere is a parameter.
    static DbCommand Make(DbConnection connection, DbTransaction? transaction, string sql, ReadOnlySpan<string> parameters)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (string name in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
        return command;
    }
#pragma warning restore CA2100
}
