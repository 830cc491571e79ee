namespace Matching.Profiles;

/// <summary>Everything the store holds that matters to one hub's introductions, before it is made into a <c>HubSnapshot</c>.</summary>
public sealed record HubRecords
{
    public required Hub Hub { get; init; }

    /// <summary>The organisations of <see cref="Members"/>, with the organisations that they are units of.</summary>
    public required IReadOnlyList<Organisation> Organisations { get; init; }

    /// <summary>Members whose hub, or one of whose other hubs, this is.</summary>
    public required IReadOnlyList<Member> Members { get; init; }

    /// <summary>Interactions with both ends in <see cref="Members"/>.</summary>
    public IReadOnlyList<Interaction> Interactions { get; init; } = [];
    public IReadOnlyList<StandingTie> Ties { get; init; } = [];
    public IReadOnlyList<CheckIn> CheckIns { get; init; } = [];

    /// <summary>Events of this hub that somebody attended, with who did. Attendance counts wherever the member's home is.</summary>
    public IReadOnlyList<AttendedGathering> Gatherings { get; init; } = [];
    public IReadOnlyList<Rule> Rules { get; init; } = [];

    /// <summary>What earlier rounds led to, one entry an introduction that was sent or that a host turned down.</summary>
    public IReadOnlyList<PastIntroduction> History { get; init; } = [];

    /// <summary>When members who had been paused, for leaving introductions without an answer, said that they are back.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Resumed { get; init; } = new Dictionary<string, DateTimeOffset>();
}

/// <summary>An event and the members who attended it.</summary>
public sealed record AttendedGathering(string Event, DateTimeOffset StartsAt, IReadOnlyList<string> Members);

/// <summary>An earlier introduction, as far as it matters to the next one. Times are null where the thing did not happen.</summary>
public sealed record PastIntroduction
{
    public required string A { get; init; }
    public required string B { get; init; }

    /// <summary>When both were asked; null when the host never sent it.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When the prompts end that are still without an answer.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the prompts ended, or will end, answered or not.</summary>
    public DateTimeOffset? PromptEnd { get; init; }

    /// <summary>When one of the two said no.</summary>
    public DateTimeOffset? DeclinedAt { get; init; }

    /// <summary>When both had said yes.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>When A last gave any answer, "later" included.</summary>
    public DateTimeOffset? AnsweredByA { get; init; }

    /// <summary>When B last gave any answer, "later" included.</summary>
    public DateTimeOffset? AnsweredByB { get; init; }

    /// <summary>When the host turned the suggestion down.</summary>
    public DateTimeOffset? RejectedAt { get; init; }

    /// <summary>Why; null where she did not say.</summary>
    public RejectionReason? RejectedFor { get; init; }

    /// <summary>When one of the two told that they met.</summary>
    public DateTimeOffset? MetAt { get; init; }

    /// <summary>The word of the less satisfied side on that meeting.</summary>
    public Usefulness Useful { get; init; }

    /// <summary>Whether it waits for an answer. Both ends count until it is settled: to leave out the one who has said yes would show who has not.</summary>
    public bool IsOpen(DateTimeOffset asOf) => SentAt <= asOf && ExpiresAt > asOf && DeclinedAt is null && AcceptedAt is null;
}
