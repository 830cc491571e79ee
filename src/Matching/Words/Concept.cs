namespace Matching.Words;

/// <summary>A matter of the public sector, with the words that people use for it and the authorities that answer for it.</summary>
/// <param name="Id">English, lower-case, words joined by hyphens: <c>grid-connection</c>.</param>
/// <param name="Swedish">Its name in Swedish.</param>
/// <param name="English">Its name in English.</param>
/// <param name="SwedishTerms">Synonyms and narrower terms, from statutes and from everyday speech.</param>
/// <param name="EnglishTerms">The same in English.</param>
/// <param name="Broader">The id of the wider concept, or null at the top.</param>
/// <param name="Owners">The sectors that own the matter, in the words of the import contract: <c>agency</c>, <c>county-board</c> and so on.</param>
/// <param name="Authorities">Names of the authorities that answer for it, the most responsible first; kinds of which there are many in the singular.</param>
public sealed record Concept(
    string Id,
    string Swedish,
    string English,
    IReadOnlyList<string> SwedishTerms,
    IReadOnlyList<string> EnglishTerms,
    string? Broader,
    IReadOnlyList<string> Owners,
    IReadOnlyList<string> Authorities)
{
    /// <summary>Both names and all terms: what a text may say to mean this concept.</summary>
    internal IEnumerable<string> Wordings => [Swedish, English, .. SwedishTerms, .. EnglishTerms];
}

/// <summary>A place in a text that speaks of a concept.</summary>
/// <param name="Concept">What it speaks of.</param>
/// <param name="Term">The writer's own words.</param>
/// <param name="Start">Index of their first character in the text.</param>
/// <param name="Length">Number of characters.</param>
public readonly record struct ConceptMention(Concept Concept, string Term, int Start, int Length);
