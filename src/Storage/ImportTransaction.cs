using System.Data.Common;
using Matching.Profiles;

namespace Matching.Storage;

public enum PutOutcome
{
    Added,
    Changed,

    /// <summary>The same record was there already.</summary>
    Unchanged,
}

/// <summary>
/// Records on their way into the store, all or none: disposed without <see cref="CommitAsync"/>, it leaves no trace. For
/// one caller at a time. A Put that meets a <see cref="StoreFault.BrokenReference"/> leaves that record out and the others
/// in; any other fault is the end of the transaction.
/// </summary>
public sealed class ImportTransaction : IAsyncDisposable
{
    private static readonly PutTable Hubs = new("hubs", ["id"], ["name", "municipality", "latitude", "longitude", "time_zone", "neighbours", "withhold"]);

    private static readonly PutTable Organisations = new(
        "organisations",
        ["id"],
        ["name", "sector", "unit_of", "municipality", "short_name", "aliases", "keywords", "remit", "website", "ministry", "function_address"]);

    private static readonly PutTable Members = new(
        "members",
        ["id"],
        ["name", "organisation", "hub", "email", "unit", "other_hubs", "challenges", "skills", "interests", "languages", "days",
            "contact_for", "remote", "happy_to_help", "capacity", "title", "matchable", "joined", "complexity", "may_be_named"]);

    private static readonly PutTable OtherHubs = new("member_other_hubs", ["hub", "member"], []);
    private static readonly PutTable Interactions = new("interactions", ["a", "b", "kind", "at"], ["minutes", "useful"]);
    private static readonly PutTable Ties = new("standing_ties", ["a", "b", "kind"], ["weight"]);
    private static readonly PutTable CheckIns = new("check_ins", ["hub", "member", "day"], []);

    private static readonly PutTable Gatherings = new(
        "gatherings",
        ["id"],
        ["hub", "title", "starts_at", "ends_at", "description", "topics", "capacity", "min_attendance", "sectors"]);

    private static readonly PutTable Attendances = new("attendance", ["event", "member"], ["status", "at"]);
    private static readonly PutTable Rules = new("rules", ["kind", "a", "b"], ["until", "reason"]);

    // Parents before those that name them, so that nothing is copied in before what it names.
    private static readonly PutTable[] ParentsFirst =
        [Hubs, Organisations, Members, OtherHubs, Interactions, Ties, CheckIns, Gatherings, Attendances, Rules];

    private readonly SqlDialect dialect;
    private readonly SqlTurn turn;
    private readonly SemaphoreSlim writer;
    // Says on another connection whether the transaction was committed, when this one broke.
    private readonly Func<Task<bool>> isDone;
    private readonly Dictionary<PutTable, ITablePut> puts = new(ReferenceEqualityComparer.Instance);
    private readonly KnownRows<bool> hubs;
    private readonly KnownRows<string?> organisations;
    private readonly KnownRows<(string Hub, IReadOnlyList<string> OtherHubs)> members;
    private readonly KnownRows<bool> gatherings;
    private StoreException? broken;
    private bool changed;
    private bool waits;
    private bool committed;
    private bool disposed;

    internal ImportTransaction(SqlDialect dialect, SqlTurn turn, SemaphoreSlim writer, Func<Task<bool>> isDone)
    {
        this.dialect = dialect;
        this.turn = turn;
        this.writer = writer;
        this.isDone = isDone;
        hubs = new(dialect, turn, "1", "hubs", _ => true);
        organisations = new(dialect, turn, "unit_of", "organisations", row => row.TextOrNull(1));
        members = new(dialect, turn, "hub, other_hubs", "members", row => (row.GetString(1), row.List<string>(2)));
        gatherings = new(dialect, turn, "1", "gatherings", _ => true);
    }

    // These look at the store and at what was put before in this transaction.
    public bool HasHub(string id) => hubs.Has(id);

    public bool HasOrganisation(string id) => organisations.Has(id);

    public bool HasMember(string id) => members.Has(id);

    public bool HasGathering(string id) => gatherings.Has(id);

    /// <summary>The hubs of a member; null when there is no such member.</summary>
    public (string Hub, IReadOnlyList<string> OtherHubs)? FindMemberHubs(string id) =>
        members.TryFind(id, out var row) ? row : null;

    /// <summary>The organisation that this one is a unit of; null when it is none's, or is not there.</summary>
    public string? FindParent(string organisation) => organisations.TryFind(organisation, out var parent) ? parent : null;

    public PutOutcome Put(Hub hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var outcome = Put(
            Hubs, hub.Id, hub.Name, hub.Municipality, hub.Latitude, hub.Longitude, hub.TimeZone, Columns.WriteList(hub.Neighbours),
            hub.Withhold);
        hubs.Note(hub.Id, true);
        return outcome;
    }

    /// <summary>What it is a unit of may be put later, but before the commit.</summary>
    public PutOutcome Put(Organisation organisation)
    {
        ArgumentNullException.ThrowIfNull(organisation);
        var outcome = Put(
            Organisations,
            organisation.Id, organisation.Name, Vocabulary.Write(organisation.Sector), organisation.UnitOf, organisation.Municipality,
            organisation.ShortName, Columns.WriteList(organisation.Aliases), Columns.WriteList(organisation.Keywords), organisation.Remit,
            organisation.Website, organisation.Ministry, organisation.FunctionAddress);
        organisations.Note(organisation.Id, organisation.UnitOf);
        return outcome;
    }

    /// <exception cref="StoreException">Its organisation or one of its hubs is not there.</exception>
    public PutOutcome Put(Member member)
    {
        ArgumentNullException.ThrowIfNull(member);
        // Asked beforehand, since two tables are written and a record goes in whole or not at all.
        var missing = member.OtherHubs.Prepend(member.Hub).FirstOrDefault(hub => !HasHub(hub));
        if (missing is not null) throw Missing("member", member.Id, "hub", missing);
        if (!HasOrganisation(member.Organisation)) throw Missing("member", member.Id, "organisation", member.Organisation);
        var before = members.TryFind(member.Id, out var known) ? known.OtherHubs : [];
        var outcome = Put(
            Members,
            member.Id, member.Name, member.Organisation, member.Hub, member.Email, member.Unit, Columns.WriteList(member.OtherHubs),
            Columns.WriteList(member.Challenges), Columns.WriteList(member.Skills), Columns.WriteList(member.Interests),
            Columns.WriteList(member.Languages), Columns.WriteList(member.Days), Columns.WriteList(member.ContactFor),
            Columns.Write(member.Remote), Columns.Write(member.HappyToHelp), member.Capacity, member.Title, Columns.Write(member.Matchable),
            Columns.Write(member.Joined), Columns.WriteList(member.Complexity), Columns.Write(member.MayBeNamed));
        if (outcome != PutOutcome.Unchanged) PutOtherHubs(member, before);
        members.Note(member.Id, (member.Hub, member.OtherHubs));
        return outcome;
    }

    /// <summary>Where the kind has no direction, a and b may come either way round and name the same row.</summary>
    /// <exception cref="StoreException">One of the two is not there.</exception>
    public PutOutcome Put(Interaction interaction)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var directed = interaction.Kind is InteractionKind.Declared or InteractionKind.Message or InteractionKind.Introduced;
        var (a, b) = Ordered(interaction.A, interaction.B, directed);
        Require("interaction", $"of {a} and {b}", a, b);
        return Put(
            Interactions, a, b, Vocabulary.Write(interaction.Kind), Columns.Write(interaction.At), interaction.Minutes, Vocabulary.Write(interaction.Useful));
    }

    /// <inheritdoc cref="Put(Interaction)"/>
    public PutOutcome Put(StandingTie tie)
    {
        ArgumentNullException.ThrowIfNull(tie);
        var (a, b) = Ordered(tie.A, tie.B, directed: tie.Kind != StandingTieKind.SameTeam);
        Require("tie", $"of {a} and {b}", a, b);
        return Put(Ties, a, b, Vocabulary.Write(tie.Kind), tie.Weight);
    }

    /// <exception cref="StoreException">The member or the hub is not there.</exception>
    public PutOutcome Put(CheckIn checkIn)
    {
        ArgumentNullException.ThrowIfNull(checkIn);
        Require("check-in", $"of {checkIn.Member}", checkIn.Member);
        if (!HasHub(checkIn.Hub)) throw Missing("check-in", $"of {checkIn.Member}", "hub", checkIn.Hub);
        return Put(CheckIns, checkIn.Hub, checkIn.Member, Columns.Write(checkIn.Day));
    }

    /// <exception cref="StoreException">The hub is not there.</exception>
    public PutOutcome Put(Gathering gathering)
    {
        ArgumentNullException.ThrowIfNull(gathering);
        if (!HasHub(gathering.Hub)) throw Missing("event", gathering.Id, "hub", gathering.Hub);
        var outcome = Put(
            Gatherings,
            gathering.Id, gathering.Hub, gathering.Title, Columns.Write(gathering.StartsAt), Columns.Write(gathering.EndsAt),
            gathering.Description, Columns.WriteList(gathering.Topics), gathering.Capacity, gathering.MinAttendance,
            Columns.WriteList(gathering.Sectors));
        gatherings.Note(gathering.Id, true);
        return outcome;
    }

    /// <summary>The latest word on a member and an event stands.</summary>
    /// <exception cref="StoreException">The member or the event is not there.</exception>
    public PutOutcome Put(Attendance attendance)
    {
        ArgumentNullException.ThrowIfNull(attendance);
        Require("attendance", $"of {attendance.Member}", attendance.Member);
        if (!HasGathering(attendance.Event)) throw Missing("attendance", $"of {attendance.Member}", "event", attendance.Event);
        return Put(Attendances, attendance.Event, attendance.Member, Vocabulary.Write(attendance.Status), Columns.Write(attendance.At));
    }

    /// <summary>Whether a and b are there is for the caller to see: a rule may name members or organisations.</summary>
    public PutOutcome Put(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Put(Rules, Vocabulary.Write(rule.Kind), rule.A, rule.B ?? "", Columns.Write(rule.Until), rule.Reason);
    }

    /// <summary>Makes everything that was put part of the store.</summary>
    /// <exception cref="StoreException">An organisation is a unit of one that was never put, or the disk is full. Nothing was kept.</exception>
    public async Task CommitAsync(CancellationToken ct = default)
    {
        ThrowIfEnded();
        try
        {
            Flush();
            if (changed) await turn.ExecuteAsync(dialect.NextRevision);
            await CommitOnceAsync(ct);
            committed = true;
            await dialect.AfterImportAsync(turn.Connection);
        }
        catch (DbException failure)
        {
            throw dialect.Explain(failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        foreach (var put in puts.Values) put.Dispose();
        try
        {
            await turn.DisposeAsync();
        }
        finally
        {
            writer.Release();
        }
    }

    private PutOutcome Put(PutTable table, params ReadOnlySpan<object?> row)
    {
        ThrowIfEnded();
        try
        {
            var put = PutOf(table);
            if (waits && (put.GoesAtOnce || put.IsFull)) Flush();
            var outcome = put.Run(row);
            waits |= put.HasWaiting;
            changed |= outcome != PutOutcome.Unchanged;
            return outcome;
        }
        catch (StoreException failure)
        {
            // A full disk, among others, makes the database roll back by itself; what came after would then stand alone.
            broken = failure;
            throw;
        }
    }

    private ITablePut PutOf(PutTable table)
    {
        if (!puts.TryGetValue(table, out var put)) puts.Add(table, put = dialect.PreparePut(turn, table));
        return put;
    }

    private void Flush()
    {
        foreach (var table in ParentsFirst)
        {
            if (puts.TryGetValue(table, out var put)) put.Flush();
        }
        waits = false;
    }

    private async Task CommitOnceAsync(CancellationToken ct)
    {
        try
        {
            await turn.CommitAsync(ct);
        }
        catch (DbException failure) when (dialect.IsLost(failure))
        {
            if (!await isDone()) throw;
        }
    }

    private void ThrowIfEnded()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (broken is not null) throw broken;
        if (committed) throw new InvalidOperationException("The import has been committed. Begin another.");
    }

    private void PutOtherHubs(Member member, IReadOnlyList<string> before)
    {
        foreach (var hub in before.Except(member.OtherHubs, StringComparer.Ordinal)) PutOf(OtherHubs).Remove([hub, member.Id]);
        foreach (var hub in member.OtherHubs) Put(OtherHubs, hub, member.Id);
    }

    private static (string A, string B) Ordered(string a, string b, bool directed) =>
        directed || string.CompareOrdinal(a, b) <= 0 ? (a, b) : (b, a);

    private void Require(string kind, string id, params ReadOnlySpan<string> named)
    {
        foreach (var member in named)
        {
            if (!HasMember(member)) throw Missing(kind, id, "member", member);
        }
    }

    private static StoreException Missing(string kind, string id, string named, string missing) =>
        new(StoreFault.BrokenReference, $"The {kind} {id} names the {named} {missing}, which is not in the store. Put that one first.");
}
