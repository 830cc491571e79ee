using Matching.Profiles;
using Matching.Storage;
using Matching.Words;

namespace Matching.Ingest.Building;

/// <summary>
/// What profile texts mean to a model, as far as the host lets it read them. Off without one. Safe for any number of callers at once.
/// </summary>
public sealed class ProfileVectors : IDisposable
{
    // A server without a graphics card takes one to two seconds for 32 sentences; a minute leaves room for it to load a large model first.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Who asks a question waits for its answer.
    private static readonly TimeSpan QuestionPatience = TimeSpan.FromSeconds(2);

    // The models in use read some hundred words.
    private const int LongestQuestion = 8_000;

    private readonly EmbeddingModel? model;
    private readonly EmbeddingOptions options;
    private readonly SqlStore store;
    private readonly TimeSpan patience;
    private volatile EmbeddingHealth health;

    internal ProfileVectors(EmbeddingModel? model, EmbeddingOptions options, SqlStore store, TimeSpan? patience = null)
    {
        this.model = model;
        this.options = options;
        this.store = store;
        this.patience = patience ?? Patience;
        health = new EmbeddingHealth(model is null ? EmbeddingState.Off : EmbeddingState.Ok);
    }

    /// <summary>Whether there is a model.</summary>
    public bool IsOn => model is not null;

    /// <summary>How the model did when it was last asked; before the first time, whether there is one.</summary>
    public EmbeddingHealth Health => health;

    private string[] Names => model is null ? [] : [model.NeedName, model.OfferName];

    /// <summary>Opens the model, and drops from the store what another model made, or this one of texts that it may no longer read.</summary>
    /// <exception cref="EmbeddingOptionsException">The model's files are not there or cannot be read.</exception>
    public static async Task<ProfileVectors> OpenAsync(EmbeddingOptions options, SqlStore store, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        var vectors = new ProfileVectors(EmbeddingModel.Open(options), options, store);
        await vectors.DropStaleAsync(ct).ConfigureAwait(false);
        return vectors;
    }

    /// <summary>
    /// The vectors of all texts that the model may read: challenges as needs; skills, matters answered for,
    /// remits and keywords as offers; interests as both, since one interest meets another. A member who does not consent to be introduced
    /// is not read. Only texts that the store has no vector of go to the model. A text that the model fails on has none, and <see cref="Health"/> says why. When cancelled, the vectors made so far
    /// stay in the store. What the store has is then found by the national search (<see cref="SqlStore.FindNearestAsync"/>).
    /// </summary>
    public async Task<TextVectorIndex> BuildAsync(IReadOnlyList<Member> members, IReadOnlyList<Organisation> organisations, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(organisations);
        if (model is null) return TextVectorIndex.Empty;
        try
        {
            var vectors = Vectors(model, patience);
            var needs = await vectors.NeedsAsync(Needs(members), ct).ConfigureAwait(false);
            var offers = await vectors.OffersAsync(Offers(members, organisations), ct).ConfigureAwait(false);
            Judge(vectors);
            return TextVectorIndex.Build(needs, offers);
        }
        finally
        {
            // A record may have been changed or deleted since it was read, so this is done in any case.
            await DropStaleAsync(CancellationToken.None).ConfigureAwait(false);
            await store.IndexProfileVectorsAsync(model.NeedName, model.OfferName, options.Fields, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Those of the vectors that <see cref="BuildAsync"/> would give which the store has, and whether these are all; the model is not asked.</summary>
    public async Task<(TextVectorIndex Index, bool IsComplete)> FindAsync(
        IReadOnlyList<Member> members, IReadOnlyList<Organisation> organisations, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(organisations);
        if (model is null) return (TextVectorIndex.Empty, true);
        var (vectors, wantedNeeds, wantedOffers) = (Vectors(model, patience), Needs(members), Offers(members, organisations));
        var needs = await vectors.KeptNeedsAsync(wantedNeeds, ct).ConfigureAwait(false);
        var offers = await vectors.KeptOffersAsync(wantedOffers, ct).ConfigureAwait(false);
        return (TextVectorIndex.Build(needs, offers), wantedNeeds.All(needs.ContainsKey) && wantedOffers.All(offers.ContainsKey));
    }

    /// <summary>
    /// The vector of a question as a need, of its first 8,000 characters; null without a model, where it may not read questions, and when it fails
    /// or takes longer than two seconds. Kept nowhere.
    /// </summary>
    public async Task<float[]?> ReadQuestionAsync(string question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (model is null || !options.Questions || string.IsNullOrWhiteSpace(question)) return null;
        var vectors = Vectors(model, QuestionPatience);
        var vector = await vectors.ReadNeedAsync(question[..Math.Min(question.Length, LongestQuestion)], ct).ConfigureAwait(false);
        Judge(vectors);
        return vector;
    }

    public void Dispose() => model?.Generator.Dispose();

    private TextVectors Vectors(EmbeddingModel reader, TimeSpan limit) => new(reader, store, options.BatchSize, options.Dimensions, limit);

    private void Judge(TextVectors vectors) =>
        health = vectors.Fault is { } fault ? new EmbeddingHealth(EmbeddingState.Degraded, fault.Reason) : new EmbeddingHealth(EmbeddingState.Ok);

    private string[] Needs(IReadOnlyList<Member> members) =>
    [
        .. Texts(ProfileFields.Challenges, Consenting(members), member => member.Challenges),
        .. Texts(ProfileFields.Interests, Consenting(members), member => member.Interests),
    ];

    private string[] Offers(IReadOnlyList<Member> members, IReadOnlyList<Organisation> organisations) =>
    [
        .. Texts(ProfileFields.Skills, Consenting(members), member => member.Skills),
        .. Texts(ProfileFields.ContactFor, Consenting(members), member => member.ContactFor),
        .. Texts(ProfileFields.Interests, Consenting(members), member => member.Interests),
        .. Texts(ProfileFields.Keywords, organisations, organisation => organisation.Keywords),
        .. Texts(ProfileFields.Remit, organisations, organisation => organisation.Remit is { } remit ? [remit] : []),
    ];

    private static IEnumerable<Member> Consenting(IReadOnlyList<Member> members) => members.Where(member => member.Matchable);

    private IEnumerable<string> Texts<T>(ProfileFields field, IEnumerable<T> records, Func<T, IReadOnlyList<string>> read) =>
        options.Fields.HasFlag(field) ? records.SelectMany(read).Where(text => !string.IsNullOrWhiteSpace(text)) : [];

    private Task<int> DropStaleAsync(CancellationToken ct) => store.DropTextVectorsExceptAsync(Names, options.Fields, ct);
}
