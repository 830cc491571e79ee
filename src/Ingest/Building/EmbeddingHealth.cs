namespace Matching.Ingest.Building;

public enum EmbeddingState
{
    /// <summary>Every text that was asked for has a vector.</summary>
    Ok,

    /// <summary>No model is configured.</summary>
    Off,

    /// <summary>Some texts have no vector, and are compared by their words alone until the model gives them one.</summary>
    Degraded,
}

/// <summary>How the embeddings stood when they were last asked.</summary>
/// <param name="State">Whether something is missing.</param>
/// <param name="Reason">What went wrong, in words for an operator and without a word of any text; null unless degraded.</param>
public sealed record EmbeddingHealth(EmbeddingState State, string? Reason = null);
