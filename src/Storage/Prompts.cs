using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Storage;

public enum PromptAnswer
{
    Yes,
    No,

    /// <summary>Not now; the question stays open.</summary>
    Later,
}

/// <summary>
/// The question to one of two people whether to meet the other. What the other answered stands nowhere in it but in
/// <see cref="AcceptedAt"/>: a no is never shown.
/// </summary>
public sealed record StoredPrompt
{
    public required string Id { get; init; }
    public required string Introduction { get; init; }

    /// <summary>Who is asked.</summary>
    public required string Member { get; init; }

    /// <summary>Whom the member would meet.</summary>
    public required string Other { get; init; }
    public required Suggestion Suggestion { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From this moment the question can no longer be answered.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
    public PromptAnswer? Answer { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When both had said yes; null as long as they have not.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }
}

public enum AnswerStatus
{
    /// <summary>The answer stands. Also when the same answer stood already, so that a retry is no error.</summary>
    Answered,
    Missing,
    Expired,

    /// <summary>Both had said yes, or this member had said no: nothing was written.</summary>
    AlreadyFinal,
}

/// <summary>What came of an answer.</summary>
/// <param name="Status">Whether the answer stands.</param>
/// <param name="Prompt">The prompt as it is now; null when there is none.</param>
public sealed record AnswerOutcome(AnswerStatus Status, StoredPrompt? Prompt = null);

/// <summary>What one of the two told about the meeting.</summary>
public sealed record IntroductionOutcome
{
    public required string Introduction { get; init; }
    public required string Member { get; init; }
    public required bool Met { get; init; }
    public Usefulness Useful { get; init; }
    public string? Note { get; init; }
    public required DateTimeOffset At { get; init; }
}

public enum OutcomeResult
{
    Recorded,
    Missing,

    /// <summary>The introduction was never sent, so nobody can have met by it.</summary>
    NotSent,

    /// <summary>The member is neither of the two.</summary>
    NotYours,
}
