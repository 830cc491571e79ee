using System.Data.Common;
using Dapper;
using Matching.Profiles;

namespace Matching.Storage;

// Who and what is here? Lists are in the order of the ids, code point by code point.
public sealed partial class SqlStore
{
    public Task<Hub?> FindHubAsync(string id, CancellationToken ct = default) =>
        FindAsync($"SELECT {RecordRows.HubColumns} FROM hubs WHERE id = @id", id, RecordRows.Hub, ct);

    public Task<Organisation?> FindOrganisationAsync(string id, CancellationToken ct = default) =>
        FindAsync($"SELECT {RecordRows.OrganisationColumns} FROM organisations WHERE id = @id", id, RecordRows.Organisation, ct);

    public Task<Member?> FindMemberAsync(string id, CancellationToken ct = default) =>
        FindAsync($"SELECT {RecordRows.MemberColumns} FROM members WHERE id = @id", id, RecordRows.Member, ct);

    public Task<Gathering?> FindGatheringAsync(string id, CancellationToken ct = default) =>
        FindAsync($"SELECT {RecordRows.GatheringColumns} FROM gatherings WHERE id = @id", id, RecordRows.Gathering, ct);

    public Task<Page<Hub>> ListHubsAsync(PageRequest page, CancellationToken ct = default) =>
        ListAsync(RecordRows.HubColumns, "hubs", "", null, page, RecordRows.Hub, ct);

    public Task<Page<Organisation>> ListOrganisationsAsync(PageRequest page, CancellationToken ct = default) =>
        ListAsync(RecordRows.OrganisationColumns, "organisations", "", null, page, RecordRows.Organisation, ct);

    /// <summary>Members of any of <paramref name="hubs"/>, be it their first hub or another; null means of all hubs.</summary>
    public Task<Page<Member>> ListMembersAsync(PageRequest page, IReadOnlyCollection<string>? hubs = null, CancellationToken ct = default) =>
        ListAsync(RecordRows.MemberColumns, "members", InHubs(hubs), hubs, page, RecordRows.Member, ct);

    /// <summary>Events in any of <paramref name="hubs"/>; null means in all hubs.</summary>
    public Task<Page<Gathering>> ListGatheringsAsync(PageRequest page, IReadOnlyCollection<string>? hubs = null, CancellationToken ct = default) =>
        ListAsync(RecordRows.GatheringColumns, "gatherings", OfHubs(hubs), hubs, page, RecordRows.Gathering, ct);

    private static string OfHubs(IReadOnlyCollection<string>? hubs) => hubs is null ? "" : $" WHERE hub IN ({Names(hubs)})";

    private static string InHubs(IReadOnlyCollection<string>? hubs) =>
        hubs is null ? "" : $" WHERE (hub IN ({Names(hubs)}) OR id IN (SELECT member FROM member_other_hubs WHERE hub IN ({Names(hubs)})))";

    // Spelled out here: Dapper would hand PostgreSQL an array, which IN does not take. Nothing is equal to null.
    private static string Names(IReadOnlyCollection<string> hubs) => hubs.Count == 0 ? "NULL" : string.Join(", ", hubs.Select((_, i) => $"@hub{i}"));

    private Task<T?> FindAsync<T>(string sql, string id, Func<DbDataReader, T> map, CancellationToken ct) where T : class
    {
        ArgumentNullException.ThrowIfNull(id);
        return ReadAsync(turn => turn.FindAsync(sql, new { id }, map), ct);
    }

    private Task<Page<T>> ListAsync<T>(
        string columns,
        string table,
        string where,
        IReadOnlyCollection<string>? hubs,
        PageRequest page,
        Func<DbDataReader, T> map,
        CancellationToken ct) where T : class
    {
        ArgumentNullException.ThrowIfNull(page);
        var args = new DynamicParameters(new { page.Limit, page.Offset, page.After });
        foreach (var (i, hub) in (hubs ?? []).Index()) args.Add($"hub{i}", hub);
        var behind = page.After is null ? "" : $"{(where.Length == 0 ? " WHERE" : " AND")} id > @After";
        return ReadAsync(
            async turn => new Page<T>(
                await turn.ListAsync($"SELECT {columns} FROM {table}{where}{behind} ORDER BY id LIMIT @Limit OFFSET @Offset", args, map),
                await turn.ScalarAsync<int>($"SELECT count(*) FROM {table}{where}", args)),
            ct);
    }
}
