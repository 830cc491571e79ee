using Matching.Storage;

namespace Matching.Ingest.Checking;

/// <summary>What the checks of all tables share during one import.</summary>
internal sealed class Desk
{
    private readonly Dictionary<string, string> hubsOfGatherings = new(StringComparer.Ordinal);
    private readonly Func<string, string?> findHubOfGathering;

    /// <param name="transaction">Where the records go.</param>
    /// <param name="scope">The hubs that may be touched; null means all.</param>
    /// <param name="findHubOfGathering">The hub of an event that was in the store before; null when there was none.</param>
    internal Desk(ImportTransaction transaction, ImportScope? scope, Func<string, string?> findHubOfGathering)
    {
        Transaction = transaction;
        Scope = scope;
        this.findHubOfGathering = findHubOfGathering;
        Hubs = new KnownIds("hub", transaction.HasHub);
        Organisations = new KnownIds("organisation", transaction.HasOrganisation);
        Members = new KnownIds("member", transaction.HasMember);
        Gatherings = new KnownIds("event", transaction.HasGathering);
    }

    internal ImportTransaction Transaction { get; }
    internal ImportScope? Scope { get; }
    internal KnownIds Hubs { get; }
    internal KnownIds Organisations { get; }
    internal KnownIds Members { get; }
    internal KnownIds Gatherings { get; }

    /// <summary>Whether the import may touch rows of <paramref name="hub"/>.</summary>
    internal bool Covers(string hub) => Scope is null || Scope.Has(hub);

    /// <summary>Whether the import may touch rows of a member: of one who is at home, or may be introduced, in a hub of the scope.</summary>
    internal bool CoversMember(string id) =>
        Scope is null || Transaction.FindMemberHubs(id) is { } hubs && (Scope.Has(hubs.Hub) || hubs.OtherHubs.Any(Scope.Has));

    /// <summary>Whether the import may touch rows of an event; also of one that is not there.</summary>
    internal bool CoversGathering(string id) => Scope is null || HubOfGathering(id) is not { } hub || Scope.Has(hub);

    /// <summary>Remembers where an event is that was put just now.</summary>
    internal void NoteGathering(string id, string hub)
    {
        if (Scope is not null) hubsOfGatherings[id] = hub;
    }

    private string? HubOfGathering(string id)
    {
        if (hubsOfGatherings.TryGetValue(id, out var hub)) return hub;
        hub = findHubOfGathering(id);
        if (hub is not null) hubsOfGatherings[id] = hub;
        return hub;
    }
}
