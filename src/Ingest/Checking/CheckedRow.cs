using System.Buffers;
using System.Globalization;
using Matching.Ingest.Reading;
using Matching.Ingest.Wording;
using Matching.Profiles;

namespace Matching.Ingest.Checking;

/// <summary>
/// The current row of a reader, read cell by cell as what its table wants. The first cell that is wrong refuses the row;
/// what is read after that means nothing.
/// </summary>
internal sealed class CheckedRow
{
    private const int LongestId = 200;

    // Line breaks and tabs belong to text that people write; the other control characters of ASCII only hide or harm. Those
    // from U+0080 on stay: old databases have a dash or a quotation mark of Windows-1252 there, and the text is still theirs.
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Append(0x7F).Select(code => (char)code).Where(letter => letter is not ('\t' or '\n' or '\r'))]);

    private readonly RowReader reader;
    private readonly IReadOnlyList<Column> columns;
    private readonly int[] places;
    private int columnsPlaced;

    internal CheckedRow(SourceTable source, RowReader reader, IReadOnlyList<Column> columns)
    {
        Source = source;
        this.reader = reader;
        this.columns = columns;
        places = new int[columns.Count];
        Place();
    }

    internal SourceTable Source { get; }
    internal long Line => reader.Line;

    /// <summary>Why the row is refused; null while it is good. <c>Column</c> is an index into the reader's columns, or −1.</summary>
    internal RowFault? Fault { get; private set; }
    internal bool IsGood => Fault is null;

    /// <summary>Columns of the file that the table does not have.</summary>
    internal IEnumerable<string> UnknownColumns =>
        reader.Columns.Where((name, place) => name.Length > 0 && !places.Contains(place));

    /// <summary>The first required column that the file lacks, or null.</summary>
    internal Column? MissingColumn =>
        columns.Cast<Column?>().FirstOrDefault(column => column!.Value.IsRequired && PlaceOf(column.Value.Name) < 0);

    /// <summary>The first of the table's columns that the file names more than once, or null.</summary>
    internal Column? DoubledColumn =>
        columns.Cast<Column?>().FirstOrDefault(column => reader.Columns.Count(header => IsNamed(header, column!.Value.Name)) > 1);

    /// <summary>Begins with the reader's current row.</summary>
    internal void Begin()
    {
        if (columnsPlaced != reader.Columns.Count) Place();
        Fault = reader.Fault;
    }

    /// <summary>Refuses the row for <paramref name="column"/>, unless it is refused already.</summary>
    internal void Refuse(int column, string reason) =>
        Fault ??= new RowFault(places[column], reason, places[column] < 0 ? columns[column].Name : null);

    /// <summary>Refuses the row as a whole.</summary>
    internal void Refuse(string reason) => Fault ??= new RowFault(-1, reason);

    /// <summary>The trimmed text of a cell as it is, without any check; empty where there is none.</summary>
    internal string Raw(int column) => places[column] < 0 ? "" : reader.Cell(places[column]).Trim();

    /// <summary>A text that may be missing; null then.</summary>
    internal string? Text(int column)
    {
        var text = Raw(column);
        if (text.Length == 0) return null;
        if (text.AsSpan().IndexOfAny(Controls) is >= 0 and var at)
        {
            Refuse(column, Say($"a control character (U+{(int)text[at]:X4}) stands in the cell. Write it without"));
        }
        if (IdentityNumber.IsIn(text))
        {
            Refuse(column, "the cell has what looks like a personal identity number, and none may be kept. Take it out; write a telephone number with a hyphen after the area code");
        }
        if (RejectMarks.IsIn(text)) Refuse(column, "the cell still has the mark of rejects.csv. Write the text that belongs there");
        return text;
    }

    /// <summary>A text that must be there.</summary>
    internal string RequiredText(int column)
    {
        if (Text(column) is { } text) return text;
        Refuse(column, Say($"the cell is empty, and every row needs a {columns[column].Name.Replace('_', ' ')}"));
        return "";
    }

    /// <summary>A name: one line.</summary>
    internal string Name(int column)
    {
        var name = RequiredText(column);
        if (name.AsSpan().IndexOfAny('\n', '\r', '\t') >= 0) Refuse(column, "the cell has a line break or a tab. Write it on one line");
        return name;
    }

    /// <summary>An id that must be there.</summary>
    internal string Id(int column)
    {
        var id = RequiredText(column);
        CheckId(column, id);
        return id;
    }

    /// <summary>An id that may be missing; null then.</summary>
    internal string? OptionalId(int column)
    {
        var id = Text(column);
        if (id is not null) CheckId(column, id);
        return id;
    }

    /// <summary>A list of ids.</summary>
    internal IReadOnlyList<string> Ids(int column)
    {
        var ids = List(column);
        for (var i = 0; i < ids.Count; i++) CheckId(column, ids[i]);
        return ids;
    }

    /// <summary>The items of a cell between bars, each once, in their order.</summary>
    internal IReadOnlyList<string> List(int column)
    {
        if (Text(column) is not { } text) return [];
        if (!text.Contains('|', StringComparison.Ordinal)) return [text];
        return [.. text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A term that must be there.</summary>
    internal T Term<T>(int column) where T : struct, Enum
    {
        var text = Raw(column);
        if (text.Length == 0) Refuse(column, Say($"the cell is empty. Write one of {Choices<T>()}"));
        return ReadTerm<T>(column, text);
    }

    /// <summary>A list of terms.</summary>
    internal IReadOnlyList<T> Terms<T>(int column) where T : struct, Enum
    {
        var items = List(column);
        if (items.Count == 0) return [];
        var terms = new List<T>(items.Count);
        foreach (var item in items)
        {
            var term = ReadTerm<T>(column, item);
            if (!terms.Contains(term)) terms.Add(term);
        }
        return terms;
    }

    /// <summary>Yes or no.</summary>
    internal bool YesNo(int column, bool otherwise)
    {
        var text = Raw(column);
        if (text.Length == 0) return otherwise;
        var isYes = IsYes(text);
        if (!isYes && !IsNo(text)) Refuse(column, Say($"{Quotes.Of(text)} is neither yes nor no. Write yes or no"));
        return isYes;
    }

    /// <summary>Yes, no or unknown.</summary>
    internal Usefulness Useful(int column)
    {
        var text = Raw(column);
        if (text.Length == 0 || text.Equals("unknown", StringComparison.OrdinalIgnoreCase)) return Usefulness.Unknown;
        if (IsYes(text)) return Usefulness.Yes;
        if (!IsNo(text)) Refuse(column, Say($"{Quotes.Of(text)} is none of yes, no and unknown. Write one of them"));
        return Usefulness.No;
    }

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, or null.</summary>
    internal double? Number(int column, double least, double most)
    {
        var text = Raw(column);
        if (text.Length == 0) return null;
        if (!TryNumber(text, out var number))
        {
            Refuse(column, Say($"{Quotes.Of(text)} is no number. Write digits, as in 1.5, without units and spaces"));
        }
        else if (number < least || number > most)
        {
            Refuse(column, Say($"{Quotes.Of(text)} is out of range. Write a number from {least} to {most}"));
        }
        return number;
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, or null.</summary>
    internal int? Whole(int column, int least, int most)
    {
        var number = Number(column, least, most);
        if (number is null || !IsGood) return null;
        if (number != Math.Floor(number.Value))
        {
            Refuse(column, Say($"{Quotes.Of(Raw(column))} is no whole number. Write one from {least} to {most}"));
        }
        return (int)number;
    }

    /// <summary>A time that must be there, with its offset.</summary>
    internal DateTimeOffset Time(int column)
    {
        if (OptionalTime(column) is { } time) return time;
        Refuse(column, "the cell is empty. " + Moments.TimeAdvice);
        return default;
    }

    /// <summary>A time with its offset, or null.</summary>
    internal DateTimeOffset? OptionalTime(int column)
    {
        var text = Raw(column);
        if (text.Length == 0) return null;
        if (Moments.ReadTime(text, out var time) is { } reason) Refuse(column, Say($"{Quotes.Of(text)} {reason}"));
        return time;
    }

    /// <summary>A date that must be there.</summary>
    internal DateOnly Date(int column)
    {
        if (OptionalDate(column) is { } date) return date;
        Refuse(column, "the cell is empty. " + Moments.DateAdvice);
        return default;
    }

    /// <summary>A date, or null.</summary>
    internal DateOnly? OptionalDate(int column)
    {
        var text = Raw(column);
        if (text.Length == 0) return null;
        if (Moments.ReadDate(text, out var date) is { } reason) Refuse(column, Say($"{Quotes.Of(text)} {reason}"));
        return date;
    }

    /// <summary>A text within a message, in the invariant culture.</summary>
    internal static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Choices<T>() where T : struct, Enum => string.Join(", ", Vocabulary.All<T>());

    private T ReadTerm<T>(int column, string text) where T : struct, Enum
    {
        if (!Vocabulary.TryRead<T>(text, out var term))
        {
            Refuse(column, Say($"{Quotes.Of(text)} is none of the choices. Write one of {Choices<T>()}"));
        }
        return term;
    }

    private void CheckId(int column, string id)
    {
        if (id.Length > LongestId) Refuse(column, Say($"the id has {id.Length:N0} characters. Write at most {LongestId}"));
        foreach (var letter in id)
        {
            if (char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                Refuse(column, Say($"a character that cannot be seen (U+{(int)letter:X4}) stands in the id. Write the id without it"));
                return;
            }
        }
    }

    private static bool IsYes(string text) => Is(text, "yes") || Is(text, "ja") || Is(text, "true") || text == "1";

    private static bool IsNo(string text) => Is(text, "no") || Is(text, "nej") || Is(text, "false") || text == "0";

    private static bool Is(string text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);

    // A comma is a decimal comma: a thousands separator would need a point or a space beside it to be told apart.
    private static bool TryNumber(string text, out double number)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (text.Contains(',', StringComparison.Ordinal) && text.Contains('.', StringComparison.Ordinal))
        {
            number = 0;
            return false;
        }
        text = text.Replace(',', '.').Replace('\u2212', '-');
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    private void Place()
    {
        columnsPlaced = reader.Columns.Count;
        for (var i = 0; i < places.Length; i++) places[i] = PlaceOf(columns[i].Name);
    }

    private int PlaceOf(string column)
    {
        for (var place = 0; place < reader.Columns.Count; place++)
        {
            if (IsNamed(reader.Columns[place], column)) return place;
        }
        return -1;
    }

    private bool IsNamed(string header, string column) =>
        header.Equals(column, StringComparison.OrdinalIgnoreCase)
        || reader.HasCamelCase && header.Equals(column.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
}
