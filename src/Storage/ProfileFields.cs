namespace Matching.Storage;

/// <summary>
/// The texts of members and organisations that a model may be let read. A member's title is none of them: it is kept for the
/// member and read by nothing that matches.
/// </summary>
[Flags]
public enum ProfileFields
{
    None = 0,
    Challenges = 1,
    Skills = 2,
    Interests = 4,
    ContactFor = 8,
    Remit = 16,
    Keywords = 32,
    All = Challenges | Skills | Interests | ContactFor | Remit | Keywords,
}
