using Matching.Bridges;

namespace Matching.Introductions;

public enum RoundMode
{
    /// <summary>The introductions most worth making.</summary>
    Best,

    /// <summary>One introduction for everyone who can have one; newcomers and those long left out first.</summary>
    Everyone,
}

/// <summary>What a round is asked to do. With the same snapshot, the same options give the same draft, byte for byte.</summary>
public sealed record RoundOptions
{
    /// <summary>Breaks exact ties between equally good pairs, so that no one is favoured by an id. 0 breaks them by id.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Share of the places that are drawn by chance among good pairs, 0 to 0.2, so that what was not chosen can be learnt about. Not in
    /// <see cref="RoundMode.Everyone"/>, where all who can be are served.
    /// </summary>
    public double Explore { get; init; } = 0.15;

    /// <summary>How many introductions at most; null is min(20, ⌈0.1 · eligible⌉), and in <see cref="RoundMode.Everyone"/> half of the eligible.</summary>
    public int? Budget { get; init; }
    public RoundMode Mode { get; init; }
}

/// <summary>A week's suggestions for a hub, for a host to review.</summary>
public sealed record RoundDraft
{
    /// <summary>Best first.</summary>
    public required IReadOnlyList<Suggestion> Introductions { get; init; }

    /// <summary>Every member without an introduction this week, and why; by member id.</summary>
    public required IReadOnlyList<LeftOut> LeftOut { get; init; }
    public required NetworkForecast Network { get; init; }

    /// <summary>
    /// The weight of the chosen slate as a share of a bound that no slate within the limits passes, in [0, 1]; places drawn by chance are not
    /// counted. 1 where there is nothing to choose from, and for what a host has changed, as it was when the round was drawn.
    /// </summary>
    public double ShareOfBound { get; init; } = 1;

    /// <summary>Pairs good enough for a place that the hub keeps apart for comparison. Not for a host's eyes: what she knows of, she introduces.</summary>
    public IReadOnlyList<WithheldPair> Withheld { get; init; } = [];
}

/// <summary>A pair that would have been suggested and is kept apart for comparison.</summary>
public sealed record WithheldPair(string A, string B, double Score);

public enum SuggestionKind
{
    /// <summary>Two people without a tie.</summary>
    New,

    /// <summary>Two people whose tie was there and has faded.</summary>
    Reconnect,
}

/// <summary>A pair worth introducing, with what was weighed and what can be said aloud.</summary>
public sealed record Suggestion
{
    public required string A { get; init; }
    public required string B { get; init; }
    public required SuggestionKind Kind { get; init; }

    /// <summary>The pair score as it stood when the pair was chosen, in [0, 1].</summary>
    public required double Score { get; init; }
    public required ScoreParts Parts { get; init; }

    /// <summary>Two to four, most telling first.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>
    /// The probability with which the pair got its place, in (0, 1]: 1 where it was simply among the best, less where its place was drawn
    /// by chance. What an unbiased comparison with another matcher needs.
    /// </summary>
    public double Propensity { get; init; } = 1;
}

/// <summary>
/// The factors of a pair score. Each is in [0, 1] except <paramref name="Fairness"/>, in [0.5, 1.5], and <paramref name="Plausibility"/>, in
/// [0.9, 1.1], which weigh the rank and not the score. <paramref name="Complexity"/> is χ of the need that is met: 0 information, ½ advice, 1 joint work.
/// </summary>
public sealed record ScoreParts(
    double Fit, double Bridging, double Trust, double Availability, double Fairness, double Complexity = 0, double Plausibility = 1);

public enum ReasonKind
{
    /// <summary>What the one needs meets what the other can give.</summary>
    NeedMeetsOffer,

    /// <summary>Their organisations have few links in this hub.</summary>
    FewLinks,

    /// <summary>The number of contacts they share. Never whose.</summary>
    SharedContacts,

    /// <summary>Days on which both are in.</summary>
    SharedDays,
}

/// <summary>A reason that can be said aloud to both, in Swedish and in English.</summary>
/// <param name="Kind">What the reason rests on.</param>
/// <param name="Sv">The sentence in Swedish.</param>
/// <param name="En">The sentence in English.</param>
/// <param name="Words">The whole words that met, as their authors wrote them; empty for reasons without words.</param>
public sealed record Reason(ReasonKind Kind, string Sv, string En, IReadOnlyList<string> Words);

public enum LeftOutReason
{
    /// <summary>Has not agreed to be introduced.</summary>
    NotMatchable,

    /// <summary>Wants no introductions at present (capacity 0).</summary>
    NoCapacity,

    /// <summary>Has as many introductions waiting for an answer as a person should have.</summary>
    AwaitingAnswer,

    /// <summary>Has left three introductions running without an answer, and rests until saying otherwise.</summary>
    Paused,

    /// <summary>A gate is closed to everyone: all are of the same organisation, tied already, or ruled out.</summary>
    NoOpenPair,

    /// <summary>There are pairs, and none is good enough to suggest: no suggestion is better than a poor one.</summary>
    NoGoodPair,

    /// <summary>Good pairs exist, and every one of those people meets somebody else this week.</summary>
    OthersTaken,

    /// <summary>Good pairs exist, and as many as a week should hold were made between those organisations.</summary>
    BordersFull,

    /// <summary>Good pairs exist, and the week's budget went to others.</summary>
    BudgetSpent,
}

/// <summary>A member without an introduction this week.</summary>
public sealed record LeftOut(string Member, LeftOutReason Reason);

/// <summary>The hub's network as it is, and as it would be if every suggested pair met.</summary>
public sealed record NetworkForecast(NetworkPicture Before, NetworkPicture Forecast);
