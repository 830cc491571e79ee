using System.Text.RegularExpressions;
using Matching.Storage.Access;
using Matching.Storage.Tests;

namespace Matching.Api.Tests.Reliability;

/// <summary>Is a write on the disk before it is acknowledged? Seen from outside the program, by what it asks of the kernel.</summary>
public sealed partial class DurableTests
{
    private const int Writes = 20;

    [Fact]
    public async Task The_disk_is_asked_before_each_answer()
    {
        using var server = await SpareServer.StartAsync(null, "strace -f -qq -e trace=fsync,fdatasync,sendmsg,sendto,recvmsg,recvfrom -e signal=none -s 64 -o trace.txt");
        using var admin = server.Client(Role.Admin);
        for (var i = 0; i < Writes; i++) await admin.PutJson($"hubs/h{i}", $$"""{ "name": "Hubb {{i}}" }""");
        var (synced, answered) = (false, 0);
        foreach (var call in await File.ReadAllLinesAsync(Path.Combine(server.Folder, "trace.txt"), TestContext.Current.CancellationToken))
        {
            if (Request().IsMatch(call)) synced = false;
            else if (Synced().IsMatch(call)) synced = true;
            else if (call.Contains("HTTP/1.1 200", StringComparison.Ordinal) && answered < Writes)
            {
                // The first answers are to whether it is ready.
                Assert.True(synced || answered == 0, $"answered before the disk was asked: {call}");
                if (synced) answered++;
            }
        }
        Assert.Equal(Writes, answered);
        Figures.Tell("fdatasync before the acknowledgement, SQLite", $"{answered} of {Writes} writes, by strace", "every write");
    }

    [GeneratedRegex("\"PUT /matching")]
    private static partial Regex Request();

    [GeneratedRegex(@"(fsync|fdatasync)(\(\d+\)| resumed>\))\s+= 0")]
    private static partial Regex Synced();
}
