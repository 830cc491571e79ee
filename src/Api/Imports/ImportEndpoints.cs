using System.Text.Json;
using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Ingest;
using Matching.Ingest.Reading;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Access;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Matching.Api.Imports;

/// <summary>A row, or a whole file, that was not taken.</summary>
public sealed record RejectAnswer(string File, long Line, string? Column, string Reason);

/// <summary>What an import did.</summary>
/// <param name="Accepted">Rows that are in the store now, by table.</param>
/// <param name="Unchanged">Of those, rows that the store held already, by table.</param>
/// <param name="Rejected">What was not taken, and why.</param>
/// <param name="UnknownColumns">Columns that no table has, by file.</param>
/// <param name="UnknownFiles">Files that are no tables, and were left alone.</param>
/// <param name="Notes">What else there is to know.</param>
public sealed record ImportAnswer(
    IReadOnlyDictionary<string, long> Accepted,
    IReadOnlyDictionary<string, long> Unchanged,
    IReadOnlyList<RejectAnswer> Rejected,
    IReadOnlyDictionary<string, IReadOnlyList<string>> UnknownColumns,
    IReadOnlyList<string> UnknownFiles,
    IReadOnlyList<string> Notes)
{
    internal static ImportAnswer Of(ImportReport report) => new(
        report.Tables.ToDictionary(table => Vocabulary.Write(table.Table), table => table.Accepted),
        report.Tables.ToDictionary(table => Vocabulary.Write(table.Table), table => table.Unchanged),
        [.. report.Rejects.Select(reject => new RejectAnswer(reject.File, reject.Line, reject.Column, reject.Reason))],
        report.UnknownColumns,
        report.UnknownFiles,
        report.Notes);
}

/// <summary>Files and rows in. The checks are the command line's.</summary>
internal static class ImportEndpoints
{
    /// <summary>Largest upload. Larger ones go through the command line, beside the store.</summary>
    internal const long LargestUpload = 256L << 20;

    private const long LargestRows = 16L << 20;

    private const string Zip = "application/zip";
    private const string Csv = "text/csv";
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Jsonl = "application/x-ndjson";
    private const string Multipart = "multipart/form-data";

    internal static void MapImports(this RouteGroupBuilder api)
    {
        api.MapPost("/imports", Import).Allow(Role.Admin, Role.Host).WithTags("Imports")
            .WithSummary("Import a folder as a zip, or files of it").Produces<ImportAnswer>()
            .WithMetadata(new RequestExample(Csv, "id;name;organisation;hub\r\nm1;Anna Berg;lulea-kommun;lulea\r\n"))
            .DisableAntiforgery();
        api.MapPost("/interactions", Interactions).Allow(Role.Host, Role.Member).WithTags("Imports")
            .WithSummary("Tell that people met").Produces<ImportAnswer>()
            .Accepts<JsonElement[]>("application/json")
            .WithExample("""[{ "a": "m1", "b": "m2", "kind": "met", "at": "2026-11-20T09:00:00+01:00", "minutes": 30, "useful": "yes" }]""");
    }

    private static async Task<IResult> Import(HttpContext http, string? table, bool? dryRun, Scope scope, SqlStore store, MatchingMetrics metrics, CancellationToken ct)
    {
        Allow(http, LargestUpload);
        var sources = await Sources(http, table, ct);
        var options = new ImportOptions { DryRun = dryRun ?? false, Scope = scope.Hubs is { } hubs ? new ImportScope(hubs) : null };
        var report = await ImportRun.ImportAsync(store, sources, options, ct);
        if (!options.DryRun) metrics.Imported(report.Tables.Sum(counted => counted.Accepted), report.Rejects.Count);
        return Results.Json(ImportAnswer.Of(report));
    }

    private static async Task<IReadOnlyList<ImportSource>> Sources(HttpContext http, string? table, CancellationToken ct)
    {
        var type = http.Request.GetTypedHeaders().ContentType?.MediaType.Value?.ToLowerInvariant();
        switch (type)
        {
            case Multipart:
                var form = await Form(http, ct);
                if (form.Files.Count == 0) throw ProblemException.BadField("body", "The form holds no file.");
                var files = new List<ImportSource>();
                foreach (var file in form.Files) files.Add(ImportSource.FromUpload(file.FileName, await ByItself(http, file, ct)));
                return files;
            case Zip:
                return [ImportSource.FromZip(await Spooled(http, ct))];
            case Csv:
                return [ImportSource.FromStream(Table(table), await Spooled(http, ct), ImportFormat.Csv)];
            case Xlsx:
                return [ImportSource.FromStream(Table(table), await Spooled(http, ct), ImportFormat.Xlsx)];
            case Jsonl:
                return [ImportSource.FromStream(Table(table), await Spooled(http, ct), ImportFormat.Jsonl)];
            default:
                throw new ProblemException(Problem.UnsupportedMediaType, $"An import is {Multipart}, {Zip}, {Csv}, {Jsonl} or {Xlsx}.", "Content-Type");
        }
    }

    private static async Task<IFormCollection> Form(HttpContext http, CancellationToken ct)
    {
        try
        {
            return await http.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = LargestUpload, ValueCountLimit = 100 }, ct);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw ProblemException.BadField("body", "The form cannot be read: it is cut short, or its parts are not as multipart/form-data has them. Send it again.");
        }
    }

    private static string Table(string? table) => Vocabulary.TryRead<ImportTable>(table, out var known)
        ? Vocabulary.Write(known)
        : throw ProblemException.BadField("table", $"table names what the rows are: {string.Join(", ", Vocabulary.All<ImportTable>())}.");

    // The importer looks through a source before it locks the store for writing, so the whole of it must be here first; large ones lie on disk.
    private static async Task<Stream> Spooled(HttpContext http, CancellationToken ct)
    {
        http.Request.EnableBuffering(bufferThreshold: 1 << 20, bufferLimit: LargestUpload);
        await http.Request.Body.DrainAsync(ct);
        http.Request.Body.Position = 0;
        return http.Request.Body;
    }

    // Of a body that was read before (for an Idempotency-Key) all files are windows on one stream with one position, and the importer reads
    // several at a time.
    private static async Task<Stream> ByItself(HttpContext http, IFormFile file, CancellationToken ct)
    {
        var stream = file.OpenReadStream();
        http.Response.RegisterForDispose(stream);
        if (!http.Request.Body.CanSeek) return stream;
        var own = new FileBufferingReadStream(stream, memoryThreshold: 1 << 20);
        http.Response.RegisterForDispose(own);
        await own.DrainAsync(ct);
        own.Position = 0;
        return own;
    }

    private static void Allow(HttpContext http, long size)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = size;
    }

    private static async Task<IResult> Interactions(HttpContext http, Scope scope, SqlStore store, CancellationToken ct)
    {
        Allow(http, LargestRows);
        if (!http.Request.HasJsonContentType()) throw new ProblemException(Problem.UnsupportedMediaType, "Interactions are sent as application/json.", "Content-Type");
        using var document = await Rows(http, ct);
        var rows = document.RootElement.EnumerateArray().ToList();
        if (scope.Caller.Role == Role.Member) CheckOwn(rows, scope.Caller.Member!);
        var limit = scope.Caller.Role == Role.Host ? new ImportScope(scope.Caller.Hubs) : await OwnAsync(scope, ct);
        var report = await ImportRun.ImportAsync(store, [ImportSource.FromRows("interactions", rows, "body")], new ImportOptions { Scope = limit }, ct);
        return Results.Json(ImportAnswer.Of(report));
    }

    private static async Task<ImportScope> OwnAsync(Scope scope, CancellationToken ct)
    {
        var member = await scope.MemberAsync(scope.Caller.Member!, ct);
        return new ImportScope(member.OtherHubs.Prepend(member.Hub), hidesOthers: true);
    }

    private static async Task<JsonDocument> Rows(HttpContext http, CancellationToken ct)
    {
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: ct);
        }
        catch (JsonException broken)
        {
            throw ProblemException.BadField("body", $"The body is not JSON: {broken.Message}");
        }
        if (document.RootElement.ValueKind == JsonValueKind.Array) return document;
        document.Dispose();
        throw ProblemException.BadField("body", "The body is an array of interactions.");
    }

    // A member speaks for herself: she is the a of every row, or one of the two when they met.
    private static void CheckOwn(List<JsonElement> rows, string member)
    {
        for (var at = 0; at < rows.Count; at++)
        {
            var own = rows[at].ValueKind == JsonValueKind.Object && (Is(rows[at], "a", member) || Is(rows[at], "b", member));
            if (!own) throw ProblemException.BadField($"[{at}].a", "You can tell of your own meetings alone: a or b is yourself.");
        }
    }

    private static bool Is(JsonElement row, string field, string member) =>
        row.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() == member;
}
