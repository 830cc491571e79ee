namespace Matching.Api.Conventions;

/// <summary>An answer that is held back whole until something of it is known.</summary>
internal static class HeldAnswer
{
    /// <summary>
    /// Runs the rest of the pipeline and gives its body to <paramref name="read"/>, which may still set headers, before it is sent. What
    /// throws is not sent.
    /// </summary>
    internal static async Task RunAsync(HttpContext context, RequestDelegate next, Func<byte[], Task> read)
    {
        var output = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = output;
        }
        await read(held.ToArray());
        held.Position = 0;
        await held.CopyToAsync(output, context.RequestAborted);
    }
}
