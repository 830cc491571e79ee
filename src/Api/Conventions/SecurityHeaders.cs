using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Matching.Api.Conventions;

/// <summary>What every answer tells a browser not to do with it, errors included (OWASP ASVS 5.0, V3.4).</summary>
internal static partial class SecurityHeaders
{
    private const string ForData = "default-src 'none'; frame-ancestors 'none'";

    private const string ForPages =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // The reader of the description is a library's: it starts itself by a script in its page, which is let in by its hash, and
    // writes its own styles.
    private const string ForDescription =
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        + "worker-src 'self' blob:; base-uri 'none'; frame-ancestors 'none'; script-src 'self'";

    internal static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            // When the answer starts, since an error clears what was set before.
            context.Response.OnStarting(() =>
            {
                Write(context);
                return Task.CompletedTask;
            });
            return next(context);
        });
        app.UseWhen(context => context.Request.Path is { Value: "/docs" or "/docs/" }, docs => docs.Use(AllowOwnScripts));
        return app;
    }

    private static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = IsPage(context.Response.ContentType) ? ForPages : ForData;
        // Answers are about people: nothing between server and reader keeps a copy.
        if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id }) headers["traceparent"] = id;
    }

    private static bool IsPage(string? contentType) => contentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;

    private static Task AllowOwnScripts(HttpContext context, RequestDelegate next) => HeldAnswer.RunAsync(context, next, body =>
    {
        if (!IsPage(context.Response.ContentType)) return Task.CompletedTask;
        var hashes = InlineScript().Matches(Encoding.UTF8.GetString(body))
            .Select(script => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.Groups["body"].Value)))}'");
        context.Response.Headers.ContentSecurityPolicy = $"{ForDescription} {string.Join(' ', hashes)}";
        return Task.CompletedTask;
    });

    [GeneratedRegex("""<script( type="module")?>(?<body>[^<]*)</script>""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex InlineScript();
}
