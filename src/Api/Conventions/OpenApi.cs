using System.Text.Json.Nodes;
using Matching.Api.Access;
using Matching.Profiles;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Matching.Api.Conventions;

/// <summary>An example of a route's request body, shown in the documentation and checked by a test.</summary>
internal sealed record RequestExample(string ContentType, string Text);

/// <summary>The description of the API, for machines at openapi.json and for people at /docs.</summary>
internal static class OpenApi
{
    private const string DocumentName = "v1";

    private const string Terms = """
        <h1>Villkor</h1>
        <p>Programmet är fri programvara under MIT-licensen och ges som det är, utan garanti. Uppgifter om människor får användas för att
        introducera dem för varandra, och för inget annat: inte för rekrytering, arbetsfördelning eller bedömning av anställda.
        Den organisation som driver servern svarar för uppgifterna i den.</p>
        <h2 lang="en">Terms</h2>
        <p lang="en">The program is free software under the MIT licence, as it is, without warranty. What is held on people may be used to introduce
        them to each other and for nothing else: not to recruit, allot work or judge employees. Whoever runs the server answers for what is in it.</p>
        <p><a href="/docs">Dokumentation · <span lang="en">Documentation</span></a></p>
        """;

    internal static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, string json) =>
        route.WithMetadata(new RequestExample("application/json", json));

    internal static IServiceCollection AddDescription(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.AddDocumentTransformer(Describe);
        options.AddOperationTransformer(Describe);
    });

    internal static void MapDescription(this WebApplication app)
    {
        app.MapOpenApi($"{Program.BasePath}/openapi.json").AllowAnyone();
        app.MapScalarApiReference("/docs", options => options
            .WithTitle("Matching")
            .WithOpenApiRoutePattern($"{Program.BasePath}/openapi.json")
            // Nothing leaves the machine: no fonts, no telemetry, no proxy of the documentation's maker.
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .HideClientButton()
            .AddPreferredSecuritySchemes("bearer")).AllowAnyone();
        app.MapGroup("/docs").MapProblemPages().AllowAnyone();
        app.MapGet("/docs/terms", () => PlainPage.Of("Villkor", Terms)).AllowAnyone().ExcludeFromDescription();
    }

    // DIGG's profile wants the version in servers and not in the paths, so the base path is taken off each path.
    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Matching",
            Version = Program.Version,
            Description = """
                Vilka bör träffas den här veckan, och varför: introduktioner mellan människor i en samverkanshubb.

                Who should meet this week, and why: introductions between people in a collaboration hub.

                **Gränser · Limits.** Listor: 20 poster per sida, högst 500. Uppladdning: högst 256 MB. En hubb: högst 5 000 medlemmar i en omgång.
                Lists: 20 items a page, at most 500. Uploads: at most 256 MB. A hub: at most 5,000 members in a round.

                Alla svar från 400 och uppåt är `application/problem+json` (RFC 9457). · Every answer from 400 up is `application/problem+json`.
                """,
            TermsOfService = new Uri("/docs/terms", UriKind.Relative),
            Contact = new OpenApiContact { Name = "Matching", Url = new Uri("/docs", UriKind.Relative) },
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        document.Servers = [new OpenApiServer { Url = Program.BasePath }];
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths.Where(entry => entry.Key.StartsWith(Program.BasePath, StringComparison.Ordinal)))
            paths.Add(path[Program.BasePath.Length..], item);
        document.Paths = paths;
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", In = ParameterLocation.Header },
        };
        return Task.CompletedTask;
    }

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "traceparent",
            In = ParameterLocation.Header,
            Description = "W3C trace context; passed on and returned.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        if (metadata.OfType<AccessRule>().FirstOrDefault() is { IsOpen: false } rule)
        {
            operation.Description = $"Roller · Roles: {string.Join(", ", rule.Roles.Select(Vocabulary.Write))}.";
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", context.Document)] = [] }];
        }
        if (metadata.OfType<RequestExample>().FirstOrDefault() is { } example) AddExample(operation, example);
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "RFC 9457: type, title, status, detail, instance, and the field that is to blame.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new()
                {
                    Example = JsonNode.Parse("""{ "type": "/docs/problems/bad-field", "title": "A field is wrong", "status": 400, "detail": "week is written as 2026-W48.", "instance": "/matching/v1/hubs/lulea/rounds", "field": "week" }"""),
                },
            },
        };
        return Task.CompletedTask;
    }

    private static void AddExample(OpenApiOperation operation, RequestExample example)
    {
        var body = operation.RequestBody as OpenApiRequestBody ?? new OpenApiRequestBody { Required = true };
        body.Content ??= new Dictionary<string, OpenApiMediaType>();
        if (!body.Content.TryGetValue(example.ContentType, out var content)) body.Content[example.ContentType] = content = new OpenApiMediaType();
        content.Example = example.ContentType.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(example.Text) : JsonValue.Create(example.Text);
        operation.RequestBody = body;
    }
}
