namespace Matching.Words;

/// <summary>One part of a compound.</summary>
public readonly record struct CompoundPart(string Text, string Word);

/// <summary>Stands where the splitter will: every word stays whole.</summary>
public sealed class CompoundSplitter
{
    private readonly int most;

    private CompoundSplitter(int most) => this.most = most;

    public static CompoundSplitter Swedish { get; } = new(1);

    public IReadOnlyList<CompoundPart> Parts(string word) => [.. Enumerable.Repeat(new CompoundPart(word, word), most)];
}
