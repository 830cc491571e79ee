using System.ClientModel;
using System.Net;
using OllamaSharp.Models.Exceptions;

namespace Matching.Ingest.Building;

/// <summary>Why a model gave nothing for a batch, in words of our own: a server's words may quote the texts.</summary>
/// <param name="Reason">For an operator.</param>
/// <param name="IsAboutTexts">Whether fewer texts, or others, may do; otherwise it is of no use to ask again now.</param>
internal sealed record ModelFault(string Reason, bool IsAboutTexts = false)
{
    internal static ModelFault Of(Exception failure) => failure switch
    {
        OperationCanceledException or TimeoutException => new ModelFault("The model did not answer in time."),
        HttpRequestException { StatusCode: { } status } => OfStatus((int)status),
        ClientResultException { Status: > 0 } refused => OfStatus(refused.Status),
        HttpRequestException or ClientResultException or AggregateException => new ModelFault("The model's server cannot be reached."),
        // Its library says so of a request answered 400, whose body has a complaint.
        OllamaException => OfStatus((int)HttpStatusCode.BadRequest),
        ArgumentException => new ModelFault("The model cannot read a text.", IsAboutTexts: true),
        _ => new ModelFault($"The model failed ({failure.GetType().Name})."),
    };

    internal static ModelFault WrongCount(int given, int asked) => new($"The model gave {given} vectors for {asked} texts.", IsAboutTexts: true);

    internal static ModelFault WrongLength(int given, int expected) => new($"The model gave vectors of {given} numbers where {expected} were expected.");

    private static ModelFault OfStatus(int status) => new(
        $"The model's server answered {status}.",
        (HttpStatusCode)status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity);
}
