namespace Matching.Ingest.Wording;

/// <summary>
/// What <c>rejects.csv</c> has in place of text that it does not repeat. A row that still has such a mark is refused, so
/// that a half-mended file cannot carry it into the store.
/// </summary>
internal static class RejectMarks
{
    internal const string IdentityNumber = "[personal identity number]";
    internal const string Cut = "[cut here: too long]";

    internal static bool IsIn(string text) =>
        text.Contains('[', StringComparison.Ordinal)
        && (text.Contains(IdentityNumber, StringComparison.Ordinal) || text.Contains(Cut, StringComparison.Ordinal));
}
