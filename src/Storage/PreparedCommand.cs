using System.Data.Common;

namespace Matching.Storage;

/// <summary>A statement that is prepared once and run with other values each time.</summary>
internal sealed class PreparedCommand : IDisposable
{
    private readonly SqlDialect dialect;
    private readonly DbCommand command;

    /// <summary>Prepares <paramref name="sql"/>, whose <paramref name="parameters"/> are named in the order of the values to come.</summary>
    public PreparedCommand(SqlDialect dialect, SqlTurn turn, string sql, params ReadOnlySpan<string> parameters)
    {
        this.dialect = dialect;
        command = turn.CreateCommand(sql);
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            parameter.Value = DBNull.Value;
            command.Parameters.Add(parameter);
        }
    }

    /// <returns>How many rows were added, changed or deleted.</returns>
    /// <exception cref="StoreException">The store refused; what was done before in the transaction stands.</exception>
    public int Run(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        try
        {
            return command.ExecuteNonQuery();
        }
        catch (DbException failure)
        {
            throw dialect.Explain(failure);
        }
    }

    public void Dispose() => command.Dispose();
}
