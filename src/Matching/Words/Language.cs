namespace Matching.Words;

/// <summary>A language that has a stemmer and stop words here.</summary>
public enum Language
{
    /// <summary>Also what is read as Swedish for want of better: Finnish, Northern Sámi, and texts that give no evidence.</summary>
    Swedish,

    English,
}
