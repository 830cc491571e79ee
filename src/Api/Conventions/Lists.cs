using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Matching.Storage;
using Microsoft.AspNetCore.Http.Extensions;

namespace Matching.Api.Conventions;

/// <summary>Which part of a list is wanted: <c>limit</c> with <c>page</c>, or <c>cursor</c> for long walks.</summary>
public readonly record struct ListQuery(int? Limit, int? Page, string? Cursor)
{
    internal PageRequest ToPage(int? most = null)
    {
        var largest = most ?? PageRequest.LargestLimit;
        if (Limit is < 1 || Limit > largest) throw ProblemException.BadField("limit", $"limit is 1 to {largest}.");
        if (Page is < 1) throw ProblemException.BadField("page", "Pages are counted from 1.");
        return new PageRequest { Limit = Limit ?? 20, Page = Page ?? 1, After = Cursor };
    }
}

/// <summary>A list with what is needed to read on.</summary>
public sealed record ListAnswer<T>
{
    public required IReadOnlyList<T> Items { get; init; }

    [JsonPropertyName("_meta")]
    public required ListMeta Meta { get; init; }

    [JsonPropertyName("_links")]
    public required ListLinks Links { get; init; }
}

/// <summary>Where in the list these items stand.</summary>
/// <param name="Total">How many items the whole list holds.</param>
/// <param name="Limit">The most that a page holds.</param>
/// <param name="Page">This page, from 1; null when a cursor is used.</param>
/// <param name="Cursor">What to give as <c>cursor</c> to read on; null at the end.</param>
public sealed record ListMeta(int Total, int Limit, int? Page, string? Cursor);

public sealed record ListLinks(string Self, string? Next);

/// <summary>Writes lists as JSON, or as CSV to whoever asks for <c>text/csv</c>.</summary>
internal static class Lists
{
    internal static IResult Answer<T>(HttpContext context, Page<T> page, PageRequest request, Func<T, string> id, CsvColumns<T> columns)
    {
        if (WantsCsv(context)) return Csv(page.Items, columns);
        var last = page.Items.Count > 0 ? id(page.Items[^1]) : null;
        var more = request.After is not null ? page.Items.Count == request.Limit : (long)request.Page * request.Limit < page.Total;
        return Results.Json(new ListAnswer<T>
        {
            Items = page.Items,
            Meta = new ListMeta(page.Total, request.Limit, request.After is null ? request.Page : null, more ? last : null),
            Links = new ListLinks(Link(context, null), more ? Next(context, request, last!) : null),
        });
    }

    /// <summary>A list that is computed whole.</summary>
    internal static IResult Answer<T>(HttpContext context, IReadOnlyList<T> all, PageRequest request, CsvColumns<T> columns)
    {
        var items = all.Skip((request.Page - 1) * request.Limit).Take(request.Limit).ToList();
        return Answer(context, new Page<T>(items, all.Count), request with { After = null }, _ => "", columns);
    }

    internal static bool WantsCsv(HttpContext context) => context.Request.GetTypedHeaders().Accept
        .OrderByDescending(type => type.Quality ?? 1)
        .FirstOrDefault() is { } first && first.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Semicolons and a byte-order mark, as Swedish Excel reads it.</summary>
    internal static IResult Csv<T>(IEnumerable<T> items, CsvColumns<T> columns)
    {
        var text = new StringBuilder("\uFEFF");
        text.AppendJoin(';', columns.Select(column => Cell(column.Name))).Append("\r\n");
        foreach (var item in items) text.AppendJoin(';', columns.Select(column => Cell(column.Value(item)))).Append("\r\n");
        return Results.Text(text.ToString(), "text/csv; charset=utf-8", Encoding.UTF8);
    }

    // A cell that begins like a formula would be run by a spreadsheet; an apostrophe makes it text (OWASP, CSV injection).
    private static string Cell(object? value)
    {
        var text = value switch
        {
            null => "",
            string known => known,
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            IEnumerable<string> many => string.Join('|', many),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        if (value is not IFormattable && text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        return text.AsSpan().IndexOfAny(";\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static string Next(HttpContext context, PageRequest request, string last) => request.After is not null
        ? Link(context, ("cursor", last))
        : Link(context, ("page", (request.Page + 1).ToString(CultureInfo.InvariantCulture)));

    // Links are relative: what a proxy or a forged Host header says about us never gets into an answer.
    private static string Link(HttpContext context, (string Name, string Value)? replaced)
    {
        var query = new QueryBuilder(context.Request.Query
            .Where(pair => replaced is null || !pair.Key.Equals(replaced.Value.Name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? ""))));
        if (replaced is { } change) query.Add(change.Name, change.Value);
        return context.Request.PathBase + context.Request.Path + query.ToQueryString();
    }
}

/// <summary>The columns of a list when it is written as CSV.</summary>
internal sealed class CsvColumns<T> : List<(string Name, Func<T, object?> Value)>
{
    internal void Add(string name, Func<T, object?> value) => Add((name, value));
}
