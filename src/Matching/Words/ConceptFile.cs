using System.Text.RegularExpressions;

namespace Matching.Words;

/// <summary>Reads a concept list from its file: semicolons between cells, bars within a list, a header row, one concept a line.</summary>
internal static partial class ConceptFile
{
    internal const string Header = "id;sv;en;sv_terms;en_terms;broader;owner;authorities;note";

    /// <summary>The sectors as the import contract writes them. Words stand on the same floor as the profiles and do not see their enumeration.</summary>
    internal static readonly IReadOnlyList<string> Sectors =
        ["agency", "county-board", "municipality", "region", "public-company", "university", "business", "association", "other"];

    private const char ByteOrderMark = '\uFEFF';
    private static readonly string[] Columns = Header.Split(';');

    /// <summary>Every concept of the file in its order.</summary>
    /// <exception cref="FormatException">A line is not as it should be; the message names line and column and says what would be right.</exception>
    internal static List<Concept> Read(TextReader file)
    {
        var header = file.ReadLine()?.TrimStart(ByteOrderMark);
        if (!string.Equals(header, Header, StringComparison.Ordinal))
            throw Wrong(1, "id", $"the first line must be '{Header}'");
        var rows = new List<Row>();
        for (var line = 2; file.ReadLine() is { } text; line++)
        {
            if (text.Length > 0) rows.Add(Row.Of(text, line));
        }
        CheckIds(rows);
        CheckTerms(rows);
        return [.. rows.Select(row => row.Concept)];
    }

    private static void CheckIds(List<Row> rows)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (!lines.TryAdd(row.Concept.Id, row.Line))
                throw Wrong(row.Line, "id", $"'{row.Concept.Id}' stands on line {lines[row.Concept.Id]} already; give each concept one line");
        }
    }

    // A term under two concepts is more often a slip than a thought: the note says that it was a thought.
    private static void CheckTerms(List<Row> rows)
    {
        var owners = new Dictionary<string, Row>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            foreach (var (column, term) in row.Terms)
            {
                var stems = string.Join(' ', ConceptIndex.Keys(term));
                if (stems.Length == 0) throw Wrong(row.Line, column, $"'{term}' has no telling word and would never be found; write more of it, or take it out");
                if (owners.TryAdd(stems, row) || owners[stems] == row || (row.Note && owners[stems].Note)) continue;
                throw Wrong(row.Line, column, $"'{term}' stands under '{owners[stems].Concept.Id}' already; keep it under one of them, or say why in both lines' note");
            }
        }
    }

    private static FormatException Wrong(int line, string column, string what) => new($"Line {line}, column {column}: {what}.");

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Id();

    private sealed record Row(int Line, Concept Concept, bool Note)
    {
        /// <summary>Each wording with the column that it stands in.</summary>
        internal IEnumerable<(string Column, string Term)> Terms =>
        [
            ("sv", Concept.Swedish), ("en", Concept.English),
            .. Concept.SwedishTerms.Select(term => ("sv_terms", term)), .. Concept.EnglishTerms.Select(term => ("en_terms", term)),
        ];

        internal static Row Of(string text, int line)
        {
            var cells = text.Split(';', StringSplitOptions.TrimEntries);
            CheckCells(cells, line);
            var concept = new Concept(cells[0], cells[1], cells[2], List(cells[3]), List(cells[4]), cells[5].Length == 0 ? null : cells[5], Owners(cells[6], line), List(cells[7]));
            return new Row(line, concept, cells[8].Length > 0);
        }

        private static void CheckCells(string[] cells, int line)
        {
            var last = Columns[Math.Min(cells.Length, Columns.Length) - 1];
            if (cells.Length != Columns.Length)
                throw Wrong(line, last, $"the line has {cells.Length} cells and must have {Columns.Length}; put a semicolon between cells and none within");
            var quoted = Array.FindIndex(cells, cell => cell.Contains('"', StringComparison.Ordinal));
            if (quoted >= 0) throw Wrong(line, Columns[quoted], "cells stand without quotation marks; take them out");
            if (!Id().IsMatch(cells[0])) throw Wrong(line, "id", $"'{cells[0]}' must be lower-case English words joined by hyphens, as in grid-connection");
            var nameless = Array.FindIndex(cells, 1, 2, cell => cell.Length == 0);
            if (nameless >= 0) throw Wrong(line, Columns[nameless], "the concept has no name; write one");
        }

        private static string[] Owners(string cell, int line)
        {
            var owners = List(cell);
            var wrong = owners.Length == 0 ? "" : owners.FirstOrDefault(owner => !Sectors.Contains(owner));
            return wrong is null ? owners : throw Wrong(line, "owner", $"'{wrong}' is no sector; write one or more of {string.Join(", ", Sectors)}, with | between them");
        }

        private static string[] List(string cell) => cell.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
