using System.Data.Common;
using Matching.Gatherings;
using Matching.Profiles;

namespace Matching.Storage;

// What is on in a hub, and who said what to it?
public sealed partial class SqlStore
{
    private const string MembersHere = """
        SELECT id FROM members WHERE hub = @hub UNION SELECT member FROM member_other_hubs WHERE hub = @hub
        """;

    private const string EventsThatMatter = $"""
        SELECT id FROM gatherings WHERE hub = @hub
        UNION SELECT event FROM attendance WHERE member IN ({MembersHere})
        """;

    /// <summary>
    /// As <see cref="LoadHubAsync"/>, with the hub's events, past and to come, and every word about them: both as they stood at one
    /// moment, in one transaction. Null when there is no such hub.
    /// </summary>
    public Task<(HubRecords Hub, GatheringRecords Gatherings)?> LoadGatheringsAsync(string hub, DateTimeOffset asOf, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return ReadAsync<(HubRecords, GatheringRecords)?>(
            async turn =>
            {
                var found = await turn.FindAsync<Hub>($"SELECT {RecordRows.HubColumns} FROM hubs WHERE id = @hub", new { hub }, RecordRows.Hub);
                return found is null ? null : (await new HubLoad(turn, found, asOf).RunAsync(), await LoadAsync(turn, hub, asOf));
            },
            ct);
    }

    private static async Task<GatheringRecords> LoadAsync(SqlTurn turn, string hub, DateTimeOffset asOf) => new()
    {
        Gatherings = await turn.ListAsync(
            $"SELECT {RecordRows.GatheringColumns} FROM gatherings WHERE id IN ({EventsThatMatter}) ORDER BY starts_at, id",
            new { hub },
            RecordRows.Gathering),
        Attendance = await turn.ListAsync(
            $"""
            SELECT event, member, status, at FROM attendance
            WHERE (event IN (SELECT id FROM gatherings WHERE hub = @hub) OR member IN ({MembersHere})) AND (at IS NULL OR at <= @moment)
            ORDER BY event, member
            """,
            new { hub, moment = Columns.Write(asOf) },
            Said),
    };

    private static Attendance Said(DbDataReader row) => new()
    {
        Event = row.GetString(0),
        Member = row.GetString(1),
        Status = row.Term<AttendanceStatus>(2),
        At = row.TimeOrNull(3),
    };
}
