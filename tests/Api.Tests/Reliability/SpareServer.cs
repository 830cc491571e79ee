using System.Net.Http.Headers;
using Matching.Api.Tests.Demo;
using Matching.Storage.Access;

namespace Matching.Api.Tests.Reliability;

/// <summary>The API as a process of its own, which is killed and started again on the same store and the same port.</summary>
internal sealed class SpareServer : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("matching-spare-").FullName;
    private readonly Uri address = RealProcess.FreeAddress();
    private readonly string? wrapper;
    private RealProcess process;

    private SpareServer(string? store, string? wrapper)
    {
        this.wrapper = wrapper;
        Store = store ?? Path.Combine(folder, "matching.db");
        process = Start();
    }

    internal string Store { get; }

    internal Uri Base => new(address, "matching/v1/");

    /// <summary>Where a wrapper may write.</summary>
    internal string Folder => folder;

    /// <summary>On a file of its own when no database is named; behind a program and its arguments where one is.</summary>
    internal static async Task<SpareServer> StartAsync(string? store, string? wrapper = null)
    {
        var server = new SpareServer(store, wrapper);
        await server.process.ReadyAsync(server.address);
        return server;
    }

    /// <summary>What the process has said.</summary>
    internal string Said => process.Output + process.Errors;

    /// <summary>SIGKILL, and a new one.</summary>
    internal void Kill() => process.Dispose();

    internal async Task AgainAsync()
    {
        process = Start();
        await process.ReadyAsync(address);
    }

    internal Task ReadyAsync() => process.ReadyAsync(address);

    internal HttpClient Client(Role role, string[]? hubs = null, string? member = null)
    {
        var token = AccessTokens.Issue(LocalKey.ReadOrMake(KeyFile), new AccessGrant { Role = role, Hubs = hubs ?? [], Member = member }, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(12));
        var client = new HttpClient(Connections, disposeHandler: false) { BaseAddress = Base };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public void Dispose()
    {
        process.Dispose();
        Connections.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private SocketsHttpHandler Connections { get; } = new();

    private string KeyFile => Path.Combine(folder, "access.key");

    private RealProcess Start()
    {
        string[] command =
        [
            .. (wrapper ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), "dotnet", RealProcess.Program("Api"), "--urls", address.ToString().TrimEnd('/'), "--Logging:LogLevel:Default", "Error",
            "--Matching:Limits:PerTokenAMinute", "100000000", "--Matching:Limits:PerAddressAMinute", "100000000",
        ];
        return RealProcess.Start(folder, command[0], command[1..], ("Matching__Store", Store), ("Matching__Access__KeyFile", KeyFile));
    }
}
