using Matching.Profiles;

namespace Matching.Contacts;

/// <summary>How often an organisation helped with a concept, and how often it was the wrong one.</summary>
public sealed record AnswerRecord(string Organisation, string Concept, int Helped, int Wrong);

/// <summary>What contacts are looked up in.</summary>
public sealed record ContactRecords
{
    /// <summary>Every organisation known, with members or without.</summary>
    public required IReadOnlyList<Organisation> Organisations { get; init; }

    /// <summary>What askers said of earlier answers.</summary>
    public IReadOnlyList<AnswerRecord> Answers { get; init; } = [];
}
