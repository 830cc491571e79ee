using Matching.Api.Access;

namespace Matching.Api.Conventions;

/// <summary>The few pages that are text and at most one button: signing in, problems, terms. They work without script, narrow and wide, light and dark.</summary>
internal static class PlainPage
{
    private const string StylesheetPath = "/docs/plain.css";

    private const string Stylesheet = """
        :root { color-scheme: light dark; }
        body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 42rem; padding: 1.5rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.75rem; line-height: 1.2; }
        [lang="en"] { opacity: .85; }
        button { font: inherit; min-height: 3rem; padding: .5rem 1.5rem; border: 0; border-radius: .5rem; background: #0b5c4a; color: #fff; cursor: pointer; }
        button:focus-visible, a:focus-visible, textarea:focus-visible { outline: 3px solid; outline-offset: 2px; }
        textarea { box-sizing: border-box; width: 100%; font: .875rem/1.4 ui-monospace, monospace; }
        """;

    internal static void MapPlainPageStyle(this WebApplication app) =>
        app.MapGet(StylesheetPath, () => Results.Text(Stylesheet, "text/css; charset=utf-8")).AllowAnyone().ExcludeFromDescription();

    /// <summary>A page in Swedish; what is English in <paramref name="body"/> says so by <c>lang</c>. The body is HTML, with what is not ours encoded.</summary>
    internal static IResult Of(string title, string body, int status = 200) => Results.Content($"""
        <!DOCTYPE html>
        <html lang="sv">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title} · Matching</title>
        <link rel="stylesheet" href="{StylesheetPath}">
        </head>
        <body><main>
        {body}
        </main></body>
        </html>
        """, "text/html; charset=utf-8", statusCode: status);
}
