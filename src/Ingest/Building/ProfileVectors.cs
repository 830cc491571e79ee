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

    /// <summary>How the last <see cref="BuildAsync"/> went; before the first, whether there is a model.</summary>
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
    /// The vectors of all texts in <paramref name="records"/> that the model may read: challenges as needs; skills, matters answered for,
    /// remits and keywords as offers; interests as both, since one interest meets another. A member who does not consent to be introduced
    /// is not read. Only texts that the store has no vector of go to the model. A text that the model fails on has none, and <see cref="Health"/> says why. When cancelled, the vectors made so far
    /// stay in the store.
    /// </summary>
    public async Task<TextVectorIndex> BuildAsync(HubRecords records, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (model is null) return TextVectorIndex.Empty;
        try
        {
            return await IndexAsync(new TextVectors(model, store, options.BatchSize, options.Dimensions, patience), records, ct).ConfigureAwait(false);
        }
        finally
        {
            // A record may have been changed or deleted since it was read, so this is done in any case.
            await DropStaleAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    public void Dispose() => model?.Generator.Dispose();

    private async Task<TextVectorIndex> IndexAsync(TextVectors vectors, HubRecords records, CancellationToken ct)
    {
        var members = records.Members.Where(member => member.Matchable).ToArray();
        var needs = await vectors.NeedsAsync(Needs(members), ct).ConfigureAwait(false);
        var offers = await vectors.OffersAsync(Offers(members, records.Organisations), ct).ConfigureAwait(false);
        health = vectors.Fault is { } fault ? new EmbeddingHealth(EmbeddingState.Degraded, fault.Reason) : new EmbeddingHealth(EmbeddingState.Ok);
        return TextVectorIndex.Build(needs, offers);
    }

    private string[] Needs(Member[] members) =>
    [
        .. Texts(ProfileFields.Challenges, members, member => member.Challenges),
        .. Texts(ProfileFields.Interests, members, member => member.Interests),
    ];

    private string[] Offers(Member[] members, IReadOnlyList<Organisation> organisations) =>
    [
        .. Texts(ProfileFields.Skills, members, member => member.Skills),
        .. Texts(ProfileFields.ContactFor, members, member => member.ContactFor),
        .. Texts(ProfileFields.Interests, members, member => member.Interests),
        .. Texts(ProfileFields.Keywords, organisations, organisation => organisation.Keywords),
        .. Texts(ProfileFields.Remit, organisations, organisation => organisation.Remit is { } remit ? [remit] : []),
    ];

    private IEnumerable<string> Texts<T>(ProfileFields field, IReadOnlyList<T> records, Func<T, IReadOnlyList<string>> read) =>
        options.Fields.HasFlag(field) ? records.SelectMany(read) : [];

    private Task<int> DropStaleAsync(CancellationToken ct) => store.DropTextVectorsExceptAsync(Names, options.Fields, ct);
}
