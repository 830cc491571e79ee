using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Storage;

public enum RoundStatus
{
    /// <summary>Under a host's review; nobody has been asked.</summary>
    Draft,

    /// <summary>What was approved has been sent; nothing in it changes any more but answers and outcomes.</summary>
    Published,
}

public enum IntroductionStatus
{
    /// <summary>As drawn; no host has decided.</summary>
    Suggested,
    Approved,

    /// <summary>Kept back this week.</summary>
    Held,
    Rejected,

    /// <summary>Turned down for a pair that the host named.</summary>
    Swapped,

    /// <summary>Both were asked.</summary>
    Sent,
}

/// <summary>A hub's round of one week, as it is kept.</summary>
public sealed record StoredRound
{
    public required string Id { get; init; }
    public required string Hub { get; init; }
    public required IsoWeek Week { get; init; }

    /// <summary>The moment that the round was computed for.</summary>
    public required DateTimeOffset AsOf { get; init; }
    public required RoundOptions Options { get; init; }
    public required RoundStatus Status { get; init; }

    /// <summary>Every introduction, those included that others took the place of; by position.</summary>
    public required IReadOnlyList<StoredIntroduction> Introductions { get; init; }
    public required IReadOnlyList<LeftOut> LeftOut { get; init; }
    public required NetworkForecast Network { get; init; }

    /// <summary>The weight of the slate as it was drawn, as a share of a bound that no slate passes, in [0, 1].</summary>
    public double ShareOfBound { get; init; } = 1;

    /// <summary>Pairs kept apart for comparison; not for a host's eyes.</summary>
    public IReadOnlyList<WithheldPair> Withheld { get; init; } = [];
    public DateTimeOffset? PublishedAt { get; init; }
}

/// <summary>A round without what is in it, for lists.</summary>
public sealed record RoundHeader
{
    public required string Id { get; init; }
    public required string Hub { get; init; }
    public required IsoWeek Week { get; init; }
    public required DateTimeOffset AsOf { get; init; }
    public required RoundStatus Status { get; init; }

    /// <summary>How many introductions stand in it, without those that others took the place of.</summary>
    public required int Introductions { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
}

/// <summary>An introduction of a round, with what the host decided.</summary>
public sealed record StoredIntroduction
{
    public required string Id { get; init; }
    public required string Round { get; init; }

    /// <summary>From 1. An introduction that takes another's place has the same position.</summary>
    public required int Position { get; init; }
    public required Suggestion Suggestion { get; init; }
    public IntroductionStatus Status { get; init; }
    public string? ReasonCode { get; init; }

    /// <summary>Who decided; null when nobody has, or when that person has been erased.</summary>
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The id of the introduction whose place this one took.</summary>
    public string? Replaces { get; init; }
}

/// <summary>A host's word on an introduction, with what follows from it for the round.</summary>
public sealed record Decision
{
    public required string Introduction { get; init; }

    /// <summary>Approved, held, rejected or swapped.</summary>
    public required IntroductionStatus Status { get; init; }
    public string? ReasonCode { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>What takes the freed place; it names <see cref="Introduction"/> in <see cref="StoredIntroduction.Replaces"/>.</summary>
    public StoredIntroduction? Replacement { get; init; }

    /// <summary>The round's new left-out list; null leaves it as it is.</summary>
    public IReadOnlyList<LeftOut>? LeftOut { get; init; }
}

public enum SaveDraftOutcome
{
    Saved,

    /// <summary>The hub's round of that week has been sent; nothing was written.</summary>
    AlreadyPublished,

    /// <summary>A host has decided on the draft that is there; nothing was written.</summary>
    HasDecisions,
}

public enum DecideOutcome
{
    Decided,
    Missing,
    RoundPublished,

    /// <summary>Another introduction has taken its place.</summary>
    Replaced,
}

public enum PublishStatus
{
    Published,
    Missing,

    /// <summary>No introduction of the round is approved; nothing was written.</summary>
    NothingApproved,
}

/// <summary>What came of publishing.</summary>
/// <param name="Status">Whether the round is published now.</param>
/// <param name="Round">What was sent; null unless <paramref name="Status"/> is <see cref="PublishStatus.Published"/>.</param>
public sealed record PublishOutcome(PublishStatus Status, PublishedRound? Round = null);

/// <summary>What was sent. The same on every repeat but for <see cref="Repeated"/>, whatever has been answered since.</summary>
public sealed record PublishedRound
{
    public required string Id { get; init; }
    public required string Hub { get; init; }
    public required IsoWeek Week { get; init; }
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Two an introduction, by position, and in each the one of <see cref="Suggestion.A"/> first.</summary>
    public required IReadOnlyList<SentPrompt> Prompts { get; init; }

    /// <summary>The round was published before, and this call wrote nothing.</summary>
    public bool Repeated { get; init; }
}

/// <summary>A question that went out.</summary>
public sealed record SentPrompt(string Id, string Introduction, string Member, DateTimeOffset ExpiresAt);
