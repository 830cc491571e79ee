using System.Security.Cryptography;
using System.Text;
using Matching.Profiles;

namespace Matching.Storage;

/// <summary>The right to draw a hub's round of a week, until somebody else has taken it over.</summary>
/// <param name="Hub">The hub.</param>
/// <param name="Week">The week.</param>
/// <param name="Owner">The process that has it.</param>
/// <param name="Epoch">How many times the work has been taken; only the highest may write.</param>
public sealed record RunLease(string Hub, IsoWeek Week, string Owner, long Epoch);

public enum RunOutcome
{
    Saved,

    /// <summary>The hub has a round of that week, drawn by a host; it stands, and the work is done.</summary>
    AlreadyDrawn,

    /// <summary>Another has taken the work over, or it is done; nothing was written.</summary>
    LeaseLost,
}

public enum MessageKind
{
    /// <summary>Tells a member whom she might meet.</summary>
    Suggestion,

    /// <summary>Tells one of two who both said yes how to reach the other.</summary>
    Accepted,
}

public enum MessageState
{
    Waiting,
    Sent,

    /// <summary>There was nothing left to say, or no address to say it to.</summary>
    Dropped,

    /// <summary>Given up, after many attempts or for a reason that does not go away.</summary>
    Failed,
}

/// <summary>A message that a process has taken to send it.</summary>
/// <param name="Id">The same for a message whatever is retried; 32 hexadecimal digits, which name nobody.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Prompt">The prompt it is about, whose member it goes to.</param>
/// <param name="CreatedAt">When what it tells happened.</param>
/// <param name="Attempts">How many times sending it has failed.</param>
/// <param name="Owner">The process that has it.</param>
/// <param name="Epoch">How many times it has been taken; only the highest may write.</param>
/// <param name="ExpiresAt">From then another may take it.</param>
public sealed record OutboxMessage(
    string Id, MessageKind Kind, string Prompt, DateTimeOffset CreatedAt, int Attempts, string Owner, long Epoch, DateTimeOffset ExpiresAt)
{
    /// <summary>Follows from the prompt and the kind. Short and plain, since it becomes a file's name and part of a header, which a hub's id need not fit.</summary>
    internal static string IdOf(MessageKind kind, string prompt) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Vocabulary.Write(kind)} {prompt}")).AsSpan(0, 16));
}

/// <summary>Work that waits or went wrong.</summary>
/// <param name="MessagesWaiting">Messages to be sent, or to be tried again.</param>
/// <param name="MessagesFailed">Messages that were given up.</param>
/// <param name="RoundsLate">Rounds that are not drawn although it has been tried three times.</param>
public sealed record WorkCounts(int MessagesWaiting, int MessagesFailed, int RoundsLate);
