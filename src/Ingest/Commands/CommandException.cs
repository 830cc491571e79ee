namespace Matching.Ingest.Commands;

/// <summary>A command cannot be carried out; the message says why, in a sentence.</summary>
internal sealed class CommandException : Exception
{
    public CommandException()
    {
    }

    public CommandException(string message) : base(message)
    {
    }

    public CommandException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
