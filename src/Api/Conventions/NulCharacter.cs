namespace Matching.Api.Conventions;

/// <summary>Texts with U+0000, which no cell of a file may hold either. Bodies are read by <see cref="Json"/>, and a path with it is none to the server.</summary>
internal static class NulCharacter
{
    internal const string Detail = "The text has the character U+0000. Write it without.";

    internal static bool IsIn(string text) => text.Contains('\0', StringComparison.Ordinal);

    /// <summary>Refuses a query with it, by the parameter's name.</summary>
    internal static void UseQueryCheck(this WebApplication app) => app.Use((context, next) =>
    {
        foreach (var (name, values) in context.Request.Query)
        {
            if (values.Append(name).Any(text => text is not null && IsIn(text))) throw ProblemException.BadField(name.Replace("\0", "", StringComparison.Ordinal), Detail);
        }
        return next(context);
    });
}
