namespace Matching.Ingest.Reading;

/// <summary>A whole file cannot be used. The message says what it is and what to do, for the person who sent it.</summary>
internal sealed class SourceException : Exception
{
    public SourceException()
    {
    }

    public SourceException(string message) : base(message)
    {
    }

    public SourceException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>The column that is at fault, if one is.</summary>
    internal string? Column { get; init; }

    /// <summary>The line that is at fault, from 1.</summary>
    internal long Line { get; init; } = 1;
}
