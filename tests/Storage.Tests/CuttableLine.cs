using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Matching.Storage.Tests;

public enum Cut
{
    /// <summary>The line breaks with the commit on it, which the server never gets.</summary>
    BeforeTheCommit,

    /// <summary>The server has committed, and the line breaks with its answer on it.</summary>
    AfterTheCommit,
}

/// <summary>A line between a store and its server that breaks once, at the worst of moments; who calls again gets a whole one.</summary>
internal sealed class CuttableLine : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int port;
    private readonly Task accepting;
    private Cut? next;

    public CuttableLine(StoreAddress address)
    {
        var settings = new NpgsqlConnectionStringBuilder(address.Server!);
        port = settings.Port;
        listener.Start();
        settings.Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Address = StoreAddress.Parse(settings.ToString());
        accepting = AcceptAsync();
    }

    /// <summary>The same store by way of this line.</summary>
    public StoreAddress Address { get; }

    /// <summary>Breaks the line at the next commit.</summary>
    public void Break(Cut cut) => next = cut;

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        List<Task> lines = [];
        try
        {
            while (true) lines.Add(CarryAsync(await listener.AcceptTcpClientAsync()));
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task CarryAsync(TcpClient caller)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, port);
        using (caller)
        {
            var silent = new TaskCompletionSource();
            var there = ThereAsync(caller.GetStream(), server.GetStream(), silent);
            var back = BackAsync(server.GetStream(), caller.GetStream(), silent.Task);
            await Task.WhenAny(there, back);
        }
    }

    // Ends, and with it the line, when the caller hangs up or the line is to break.
    private async Task ThereAsync(NetworkStream from, NetworkStream to, TaskCompletionSource silent)
    {
        var buffer = new byte[1 << 16];
        for (int count; (count = await ReadAsync(from, buffer)) > 0;)
        {
            var cut = buffer.AsSpan(0, count).IndexOf("COMMIT\0"u8) >= 0 ? next : null;
            if (cut is not null) next = null;
            if (cut == Cut.BeforeTheCommit) return;
            if (cut == Cut.AfterTheCommit) silent.SetResult();
            await to.WriteAsync(buffer.AsMemory(0, count));
        }
    }

    // Once silent, the server's next word, which is the answer to the commit, is the last.
    private static async Task BackAsync(NetworkStream from, NetworkStream to, Task silent)
    {
        var buffer = new byte[1 << 16];
        for (int count; (count = await ReadAsync(from, buffer)) > 0 && !silent.IsCompleted;) await to.WriteAsync(buffer.AsMemory(0, count));
    }

    private static async Task<int> ReadAsync(NetworkStream stream, byte[] buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
