using System.Globalization;
using System.Net;
using System.Text.Json;
using Matching.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Matching.Api.Conventions;

/// <summary>A request that cannot be granted, on its way to an RFC 9457 answer.</summary>
public sealed class ProblemException : Exception
{
    public ProblemException() : this(Problem.Unexpected, "")
    {
    }

    public ProblemException(string message) : this(Problem.Unexpected, message)
    {
    }

    public ProblemException(string message, Exception innerException) : base(message, innerException) => Problem = Problem.Unexpected;

    /// <summary>A problem of a kind, with what happened in plain words and, where one is to blame, the field.</summary>
    public ProblemException(Problem problem, string detail, string? field = null) : base(detail)
    {
        Problem = problem;
        Field = field;
    }

    public Problem Problem { get; } = Problem.Unexpected;

    /// <summary>The field or parameter that the way out begins with.</summary>
    public string? Field { get; }

    /// <summary>After how long a repeat has a chance; null where a repeat changes nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ProblemException NotFound(string what, string id) => new(Problem.NotFound, $"There is no {what} '{id}' here, or it is not yours to see.");

    public static ProblemException Forbidden(string detail) => new(Problem.Forbidden, detail);

    public static ProblemException BadField(string field, string detail) => new(Problem.BadField, detail, field);

    public static ProblemException Conflict(string detail) => new(Problem.Conflict, detail);
}

/// <summary>The kinds of problem that the API answers with. Each has a page that says what it means and what to do.</summary>
public sealed record Problem(string Slug, int Status, string Title, string Sv, string En)
{
    public static readonly Problem BadField = new("bad-field", 400, "A field is wrong",
        "Ett fält i anropet saknas eller har fel värde. Svaret nämner fältet; rätta det och försök igen.",
        "A field of the request is missing or has a wrong value. The answer names the field; mend it and try again.");

    public static readonly Problem NoToken = new("no-token", 401, "A token is needed",
        "Anropet saknar en giltig åtkomstnyckel. Skicka den i huvudet Authorization: Bearer …. Den som driver servern kan skapa en med kommandot token.",
        "The request has no valid bearer token. Send one in the header Authorization: Bearer …. Whoever runs the server makes one with the command token.");

    public static readonly Problem Forbidden = new("forbidden", 403, "Not yours",
        "Din roll eller din hubb ger inte rätt till detta. Be den som driver servern om en annan behörighet.",
        "Your role or your hub does not allow this. Ask whoever runs the server for another grant.");

    public static readonly Problem NotFound = new("not-found", 404, "Not found",
        "Det finns inget med den adressen, eller så är det inte ditt att se. Kontrollera id:t.",
        "There is nothing at that address, or it is not yours to see. Check the id.");

    public static readonly Problem MethodNotAllowed = new("method-not-allowed", 405, "Method not allowed",
        "Adressen finns men tar inte emot den metoden. Se dokumentationen.",
        "The address exists and does not take that method. See the documentation.");

    public static readonly Problem Conflict = new("conflict", 409, "Conflict",
        "Det som finns redan hindrar ändringen. Svaret säger vad; hämta det på nytt och bestäm sedan.",
        "What is there already stands in the way. The answer says what; read it again and then decide.");

    public static readonly Problem TooLarge = new("too-large", 413, "Too large",
        "Det som skickades är större än servern tar emot. Dela upp det, eller läs in det med kommandot import på servern.",
        "What was sent is larger than the server takes. Split it, or import it with the command import on the server.");

    public static readonly Problem UnsupportedMediaType = new("unsupported-media-type", 415, "Unexpected content type",
        "Innehållet är av en typ som adressen inte läser. Dokumentationen säger vilka den läser.",
        "The content is of a type that this address does not read. The documentation says which it reads.");

    public static readonly Problem KeyReused = new("idempotency-key-reused", 422, "Idempotency-Key used for something else",
        "Samma Idempotency-Key har använts för ett annat anrop. Välj en ny nyckel för ett nytt anrop.",
        "The same Idempotency-Key was used for another request. Choose a new key for a new request.");

    public static readonly Problem TooMany = new("too-many", 429, "Too many calls",
        "Det kom fler anrop än servern tar emot på en minut. Vänta så många sekunder som huvudet Retry-After säger.",
        "More calls came than the server takes in a minute. Wait as many seconds as the header Retry-After says.");

    public static readonly Problem Unexpected = new("unexpected", 500, "Something went wrong",
        "Ett fel som vi inte räknade med. Inget halvt är sparat. Försök igen, och säg till den som driver servern om det upprepas.",
        "A fault that we did not expect. Nothing is half saved. Try again, and tell whoever runs the server if it comes back.");

    public static readonly Problem Unavailable = new("unavailable", 503, "The store is out of reach",
        "Lagret svarar inte just nu. Försök igen om en stund.",
        "The store does not answer at present. Try again in a while.");

    public static readonly Problem NoAuthority = new("no-authority", 503, "Whoever issues the tokens is out of reach",
        "Den tjänst som har gett ut åtkomstnyckeln svarar inte, så den kan inte prövas. Försök igen om en stund.",
        "The service that issued the token does not answer, so it cannot be checked. Try again in a while.");

    public static readonly IReadOnlyList<Problem> All =
        [BadField, NoToken, Forbidden, NotFound, MethodNotAllowed, Conflict, TooLarge, UnsupportedMediaType, KeyReused, TooMany, Unexpected, Unavailable, NoAuthority];

    /// <summary>Where the page about this kind stands; also its <c>type</c> in answers.</summary>
    public string Page => $"/docs/problems/{Slug}";

    /// <summary>The kind that a bare status code means.</summary>
    public static Problem Of(int status) => All.FirstOrDefault(problem => problem.Status == status)
        ?? (status >= 500 ? Unexpected : BadField with { Status = status, Title = "The request cannot be read" });
}

/// <summary>Makes every answer from 400 up an <c>application/problem+json</c>, whatever part of the pipeline it comes from.</summary>
internal static class ProblemAnswers
{
    internal static IServiceCollection AddProblemAnswers(this IServiceCollection services) => services
        .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true)
        .AddProblemDetails(options => options.CustomizeProblemDetails = context => Fill(context.ProblemDetails, context.HttpContext))
        .AddExceptionHandler<ProblemExceptionHandler>();

    internal static WebApplication UseProblemAnswers(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        return app;
    }

    internal static RouteGroupBuilder MapProblemPages(this RouteGroupBuilder docs)
    {
        docs.MapGet("/problems/{slug}", (string slug) => Problem.All.FirstOrDefault(problem => problem.Slug == slug) is { } problem
            ? Page(problem)
            : Results.NotFound()).ExcludeFromDescription();
        return docs;
    }

    private static void Fill(ProblemDetails details, HttpContext context)
    {
        var problem = Problem.Of(details.Status ?? context.Response.StatusCode);
        details.Status = problem.Status;
        details.Type = problem.Page;
        details.Title = problem.Title;
        details.Detail ??= problem.En;
        details.Instance ??= context.Request.Path;
        details.Extensions.Remove("traceId");
    }

    private static IResult Page(Problem problem) => PlainPage.Of($"{problem.Status} {problem.Title}", $"""
        <h1>{problem.Status} <span lang="en">{problem.Title}</span></h1>
        <p>{problem.Sv}</p>
        <p lang="en">{problem.En}</p>
        <p><a href="/docs">Dokumentation · <span lang="en">Documentation</span></a></p>
        """);

    private sealed class ProblemExceptionHandler(IProblemDetailsService answers, ILogger<ProblemExceptionHandler> log) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            var (problem, detail, field) = Read(exception);
            // The message of an unexpected fault may quote data; its type and place are what an operator needs. Of an outage she is told once,
            // where it is noticed.
            if (problem.Status >= 500 && exception is not ProblemException) log.LogError("{Method} {Route} failed with {Fault}: {Trace}", httpContext.Request.Method, Route(httpContext), exception.GetType().Name, exception.StackTrace);
            httpContext.Response.StatusCode = problem.Status;
            if (RetryAfter(exception, problem) is { } wait)
                httpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            var details = new ProblemDetails { Status = problem.Status, Detail = detail };
            if (field is not null) details.Extensions["field"] = field;
            return await answers.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = details, Exception = null });
        }

        // A store that is out of reach is mostly so for a moment: another process writes, or a database restarts.
        private static TimeSpan? RetryAfter(Exception exception, Problem problem) =>
            exception is ProblemException { RetryAfter: { } told } ? told : problem == Problem.Unavailable ? TimeSpan.FromSeconds(5) : null;

        private static string Route(HttpContext context) =>
            (context.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "a request";

        private static (Problem Problem, string Detail, string? Field) Read(Exception exception) => exception switch
        {
            ProblemException known => (known.Problem, known.Message, known.Field),
            BadHttpRequestException { InnerException: JsonException json } => (Problem.BadField, Explain(json), FieldOf(json)),
            BadHttpRequestException bad => (Problem.Of(bad.StatusCode), bad.StatusCode == (int)HttpStatusCode.BadRequest ? bad.Message : Problem.Of(bad.StatusCode).En, null),
            StoreException { Fault: StoreFault.Locked or StoreFault.NotWritable or StoreFault.DiskFull } store => (Problem.Unavailable, store.Message, null),
            _ => (Problem.Unexpected, Problem.Unexpected.En, null),
        };

        private static string FieldOf(JsonException json) => json.Path is { Length: > 2 } path ? path[2..] : "body";

        private static string Explain(JsonException json) => json.Message == NulCharacter.Detail ? json.Message : json.Path is { Length: > 2 }
            ? $"The field '{FieldOf(json)}' has a value of the wrong kind."
            : $"The body is not JSON that this address reads: {json.Message.Split(" Path:", 2)[0]}";
    }
}
