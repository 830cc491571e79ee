using System.Text;
using Matching.Words;

namespace Matching.Api;

/// <summary>A Hunspell dictionary on disk, with its affix file (.aff) beside it, as a splitter that knows its words and the project's own.</summary>
internal static class WordListFile
{
    // Where Debian, Ubuntu, Fedora and Arch keep it.
    private const string Usual = "/usr/share/hunspell/sv_SE.dic";

    private static readonly Lazy<CompoundSplitter> LazyInstalled = new(ReadInstalled);

    /// <summary>With the words of the system's Swedish dictionary where there is one, else with the project's own alone. Read once.</summary>
    internal static CompoundSplitter Installed => LazyInstalled.Value;

    /// <summary>With the words of <paramref name="file"/>.</summary>
    /// <exception cref="OptionsException">The file is not there or cannot be read; the message says why.</exception>
    internal static CompoundSplitter Read(string file)
    {
        try
        {
            var affixes = Affixes(Path.ChangeExtension(file, ".aff"));
            using var reader = new StreamReader(file, EncodingOf(affixes.Charset));
            return CompoundSplitter.Swedish.With(HunspellWords.Read(reader, affixes.ForbiddenWord));
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new OptionsException($"Matching__WordList: {file}: {bad.Message}");
        }
    }

    // Nobody asked for the system's file, so one that cannot be read is as good as none.
    private static CompoundSplitter ReadInstalled()
    {
        try
        {
            return File.Exists(Usual) ? Read(Usual) : CompoundSplitter.Swedish;
        }
        catch (OptionsException)
        {
            return CompoundSplitter.Swedish;
        }
    }

    // A plain list of words has none.
    private static HunspellAffixes Affixes(string file)
    {
        if (!File.Exists(file)) return new HunspellAffixes("UTF-8", null);
        // What is read of it is ASCII, whatever the rest is.
        using var reader = new StreamReader(file, Encoding.Latin1);
        return HunspellAffixes.Read(reader);
    }

    // Hunspell writes ISO8859-1 for what the registry of charsets calls ISO-8859-1. A byte that the charset does not have is an error.
    private static Encoding EncodingOf(string charset) => Encoding.GetEncoding(
        charset.Replace("ISO8859-", "ISO-8859-", StringComparison.Ordinal), EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
