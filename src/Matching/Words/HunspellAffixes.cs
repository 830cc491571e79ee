namespace Matching.Words;

/// <summary>What of a Hunspell affix file (.aff) it takes to read the words of the dictionary beside it.</summary>
/// <param name="Charset">What the dictionary is written in (<c>SET</c>): UTF-8 or another name of a charset.</param>
/// <param name="ForbiddenWord">The flag of words that are misspelt (<c>FORBIDDENWORD</c>), one character; null where there is none.</param>
public sealed record HunspellAffixes(string Charset, char? ForbiddenWord)
{
    // Hunspell's own where the file names none (hunspell(5)).
    private const string Unnamed = "ISO8859-1";

    /// <summary>Reads the file. Of flags only single characters are known, the form that they have unless <c>FLAG</c> says otherwise.</summary>
    public static HunspellAffixes Read(TextReader file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var read = new HunspellAffixes(Unnamed, null);
        while (file.ReadLine() is { } line)
        {
            read = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) switch
            {
                ["SET", var charset, ..] => read with { Charset = charset },
                ["FORBIDDENWORD", [var flag], ..] => read with { ForbiddenWord = flag },
                _ => read,
            };
        }
        return read;
    }
}
