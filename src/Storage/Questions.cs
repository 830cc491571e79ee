namespace Matching.Storage;

/// <summary>A question to find a contact by: what it was about, and never its words.</summary>
public sealed record StoredQuestion
{
    public required string Id { get; init; }

    /// <summary>The hub that it was asked in; null when in none.</summary>
    public required string? Hub { get; init; }

    /// <summary>Who asked; null for a host, and when that person has been erased.</summary>
    public required string? Member { get; init; }
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Ids of the concepts that it spoke of; empty where none was known.</summary>
    public required IReadOnlyList<string> Concepts { get; init; }

    /// <summary>Whether nobody present could be named.</summary>
    public required bool Unmet { get; init; }
}

/// <summary>What an asker said of an organisation that the answer named.</summary>
public enum Verdict
{
    Helped,
    WrongAuthority,
}

/// <summary>How often an organisation helped, or was the wrong one, for questions of a concept.</summary>
public sealed record VerdictCount(string Organisation, string Concept, int Helped, int Wrong);
