namespace Matching.Contacts;

/// <summary>What is asked.</summary>
public sealed record ContactQuestion
{
    public required string Text { get; init; }

    /// <summary>What a model made of the text as a need: of length 1, by the model of the hub's vectors; null without one.</summary>
    public float[]? Vector { get; init; }

    /// <summary>Who asks, where that is a member of the hub: the way to a person starts at her.</summary>
    public string? Asker { get; init; }

    /// <summary>Where the matter lies: of two alike, who is there comes first. The hub's own town when left out.</summary>
    public string? Municipality { get; init; }

    /// <summary>How many organisations at most, 1 or more.</summary>
    public int Top { get; init; } = 5;
}

/// <summary>Who can answer.</summary>
/// <param name="Items">The organisations, likeliest first.</param>
/// <param name="Concepts">Ids of the concepts that the question speaks of.</param>
/// <param name="Unmet">Whether nobody present in the hub answers: no organisation is likely enough, or the likeliest has no person here.</param>
public sealed record ContactAnswer(IReadOnlyList<ContactItem> Items, IReadOnlyList<string> Concepts, bool Unmet);

/// <summary>An organisation that can answer.</summary>
/// <param name="Organisation">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Score">In (0, 1].</param>
/// <param name="Evidence">Why, in its own texts and in whole words of the question.</param>
/// <param name="Contacts">People of it in the hub who answer for the matter, at most three, one a unit.</param>
/// <param name="WarmPath">The way to the first of them; empty where there is none.</param>
/// <param name="FunctionAddress">Where nobody in person is right or free.</param>
public sealed record ContactItem(
    string Organisation, string Name, double Score, IReadOnlyList<ContactEvidence> Evidence, IReadOnlyList<ContactPerson> Contacts, IReadOnlyList<PathStep> WarmPath, string? FunctionAddress);

/// <summary>A text of the organisation, or what the list of concepts knows of it, with the words of the question that it meets.</summary>
public sealed record ContactEvidence(string Text, IReadOnlyList<string> Matched);

/// <summary>A person who answers for the matter.</summary>
/// <param name="Member">Her id.</param>
/// <param name="FirstName">What she is called.</param>
/// <param name="Matters">What she answers for.</param>
/// <param name="Score">C, in (0, 1]; <see cref="ContactScore"/>.</param>
/// <param name="Open">How many questions wait for her.</param>
/// <param name="Capacity">How many may.</param>
public sealed record ContactPerson(string Member, string FirstName, IReadOnlyList<string> Matters, double Score, int Open, int Capacity);

/// <summary>A step of the way to a person. Who has not agreed to be named stands there without id and name.</summary>
public sealed record PathStep(string? Member, string? FirstName);
