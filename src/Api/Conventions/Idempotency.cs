using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Matching.Api.Access;
using Matching.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Matching.Api.Conventions;

/// <summary>
/// Honours <c>Idempotency-Key</c> on POST: a repeated request gets the first answer again, byte for byte, and does nothing.
/// Answers from 500 up are not kept, so that a failed request can be tried again.
/// </summary>
internal sealed class Idempotency(RequestDelegate next, SqlStore store, TimeProvider clock)
{
    private const string Header = "Idempotency-Key";
    private const int LongestKey = 200;

    private readonly ConcurrentDictionary<(string Caller, string Key), bool> underWay = new();

    public async Task InvokeAsync(HttpContext context)
    {
        var key = context.Request.Headers[Header].ToString();
        if (!HttpMethods.IsPost(context.Request.Method) || key.Length == 0 || context.User.Identity?.IsAuthenticated != true)
        {
            await next(context);
            return;
        }
        if (key.Length > LongestKey) throw ProblemException.BadField(Header, $"An Idempotency-Key has at most {LongestKey} characters.");
        var caller = Caller.Of(context.User).Name;
        if (!underWay.TryAdd((caller, key), true)) throw ProblemException.Conflict("The same request is under way. Ask again in a moment.");
        try
        {
            await Answer(context, caller, key);
        }
        finally
        {
            underWay.TryRemove((caller, key), out _);
        }
    }

    private async Task Answer(HttpContext context, string caller, string key)
    {
        var hash = await Hash(context.Request);
        if (await store.FindReplyAsync(caller, key, context.RequestAborted) is { } kept)
        {
            if (kept.RequestHash != hash) throw new ProblemException(Problem.KeyReused, Problem.KeyReused.En, Header);
            await Repeat(context.Response, kept);
            return;
        }
        await HeldAnswer.RunAsync(context, next, body =>
            context.Response.StatusCode < 500 ? Keep(context.Response, caller, key, hash, body) : Task.CompletedTask);
    }

    private Task<bool> Keep(HttpResponse response, string caller, string key, string hash, byte[] body) => store.KeepReplyAsync(new KeptReply
    {
        Caller = caller,
        Key = key,
        RequestHash = hash,
        Status = response.StatusCode,
        ContentType = response.ContentType ?? "",
        Body = body,
        Location = response.Headers.Location,
        At = clock.GetUtcNow(),
    }, CancellationToken.None);

    private static async Task Repeat(HttpResponse response, KeptReply kept)
    {
        response.StatusCode = kept.Status;
        if (kept.ContentType.Length > 0) response.ContentType = kept.ContentType;
        if (kept.Location is not null) response.Headers.Location = kept.Location;
        if (kept.Body.Length > 0) await response.Body.WriteAsync(kept.Body);
    }

    // Of what is asked and of whom: method, path, query and body.
    private static async Task<string> Hash(HttpRequest request)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        if (!await AppendParts(hash, request)) await Append(hash, request.Body);
        request.Body.Position = 0;
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    // A form sent again has another boundary between the same parts. False when it is none, or broken: then the body is read as it came.
    private static async Task<bool> AppendParts(IncrementalHash hash, HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary) return false;
        try
        {
            var parts = new MultipartReader(boundary.ToString(), request.Body);
            while (await parts.ReadNextSectionAsync() is { } part)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{part.ContentDisposition}\n{part.ContentType}\n"));
                await Append(hash, part.Body);
            }
            return true;
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            request.Body.Position = 0;
            return false;
        }
    }

    private static async Task Append(IncrementalHash hash, Stream body)
    {
        var buffer = new byte[81920];
        int read;
        while ((read = await body.ReadAsync(buffer)) > 0) hash.AppendData(buffer, 0, read);
    }
}
