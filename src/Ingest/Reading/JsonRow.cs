using System.Text.Json;

namespace Matching.Ingest.Reading;

/// <summary>One JSON object as a row: columns are found as they come, since no header names them.</summary>
internal sealed class JsonRow
{
    private readonly List<string> columns = [];
    private readonly List<string?> cells = [];
    private readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);

    internal IReadOnlyList<string> Columns => columns;

    internal string Cell(int column) => cells[column] ?? "";

    /// <summary>Takes the object's values; says what cannot stand in a row, or null.</summary>
    internal RowFault? Take(JsonElement element)
    {
        for (var i = 0; i < cells.Count; i++) cells[i] = null;
        if (element.ValueKind != JsonValueKind.Object) return new RowFault(-1, "the row is no JSON object. Write {\"column\": value, …}");
        foreach (var property in element.EnumerateObject())
        {
            if (Take(property) is { } fault) return fault;
        }
        return null;
    }

    internal void Clear()
    {
        for (var i = 0; i < cells.Count; i++) cells[i] = null;
    }

    private RowFault? Take(JsonProperty property)
    {
        if (!indexes.TryGetValue(property.Name, out var column))
        {
            if (columns.Count == ReadingLimits.Columns)
            {
                return new RowFault(-1, $"the file has more than {ReadingLimits.Columns} different names. Leave out what is no column");
            }
            column = indexes[property.Name] = columns.Count;
            columns.Add(property.Name.Trim());
            cells.Add(null);
        }
        if (cells[column] is not null) return new RowFault(column, "the name stands twice in the object. Write it once");
        cells[column] = "";
        return TakeValue(column, property.Value);
    }

    private RowFault? TakeValue(int column, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array) return Text(value, out var single) ? Keep(column, single) : Nested(column);
        var items = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (!Text(item, out var text)) return Nested(column);
            if (text.Contains('|', StringComparison.Ordinal))
            {
                return new RowFault(column, "an item of the list contains '|', which separates items in files. Write it without");
            }
            items.Add(text);
        }
        return Keep(column, string.Join('|', items));
    }

    private RowFault? Keep(int column, string text)
    {
        cells[column] = text;
        return null;
    }

    private static RowFault Nested(int column) =>
        new(column, "the value is an object or a list in a list. Write text, a number, true, false, null or a list of these");

    private static bool Text(JsonElement value, out string text)
    {
        (var isPlain, text) = value.ValueKind switch
        {
            JsonValueKind.String => (true, value.GetString()!),
            JsonValueKind.Number => (true, value.GetRawText()),
            JsonValueKind.True => (true, "true"),
            JsonValueKind.False => (true, "false"),
            JsonValueKind.Null => (true, ""),
            _ => (false, ""),
        };
        return isPlain;
    }
}
