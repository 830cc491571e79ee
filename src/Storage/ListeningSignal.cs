using System.Data.Common;
using Npgsql;

namespace Matching.Storage;

/// <summary>
/// A connection that PostgreSQL calls when a write is committed. What is told while it is broken is lost, so that a new one
/// is taken for news; and what is lost besides is made good when the time is up.
/// </summary>
internal sealed class ListeningSignal(NpgsqlDataSource source, string channel) : IChangeSignal
{
    // A server that starts again is back within seconds; nobody is kept waiting by this.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private NpgsqlConnection? connection;

    public async Task WaitAsync(CancellationToken ct)
    {
        try
        {
            if (connection is not null) await connection.WaitAsync(TimedSignal.Pause, ct);
            else await ListenAsync(ct);
        }
        catch (DbException)
        {
            await DisposeAsync();
            await Task.Delay(Again, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is { } broken) await broken.DisposeAsync();
        connection = null;
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        connection = await source.OpenConnectionAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = $"LISTEN {channel}";
        await command.ExecuteNonQueryAsync(ct);
    }
}
