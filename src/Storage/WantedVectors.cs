using System.Data.Common;

namespace Matching.Storage;

/// <summary>Which rows <c>profile_vectors</c> should have, by the records and the kept vectors of a moment.</summary>
internal sealed class WantedVectors(string needModel, string offerModel, ProfileFields fields)
{
    private static readonly ProfileFields[] Needs = [ProfileFields.Challenges, ProfileFields.Interests];
    private static readonly ProfileFields[] Offers = [ProfileFields.Skills, ProfileFields.ContactFor, ProfileFields.Interests];

    /// <summary>The rows that are missing, and those that are there and should not be.</summary>
    public async Task<VectorDifference> DifferenceAsync(SqlTurn turn)
    {
        var wanted = await WantedAsync(turn);
        var present = await turn.ListAsync(
            "SELECT kind, COALESCE(member, organisation), hub, ordinal, model, hash FROM profile_vectors",
            null,
            row => new VectorRow(row.Term<VectorKind>(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetString(4), row.GetString(5)));
        var stale = present.Where(row => !wanted.Remove(row)).ToArray();
        return new VectorDifference([.. wanted], stale);
    }

    private async Task<HashSet<VectorRow>> WantedAsync(SqlTurn turn)
    {
        var kept = (await turn.ListAsync(
            "SELECT model, hash FROM text_vectors WHERE model = @needModel OR model = @offerModel",
            new { needModel, offerModel },
            row => Tuple.Create(row.GetString(0), row.GetString(1)))).ToHashSet();
        var members = await turn.ListAsync("SELECT id, hub, challenges, skills, interests, contact_for FROM members WHERE matchable = 1", null, OfMember);
        var organisations = await turn.ListAsync("SELECT id, keywords, remit FROM organisations", null, OfOrganisation);
        return members.Concat(organisations).SelectMany(rows => rows).Where(row => kept.Contains(Tuple.Create(row.Model, row.Hash))).ToHashSet();
    }

    private VectorRow[] OfMember(DbDataReader row)
    {
        var (id, hub) = (row.GetString(0), row.GetString(1));
        var needs = Needs.Select(field => Texts(row, field));
        var offers = Offers.Select(field => Texts(row, field));
        return [.. Rows(VectorKind.Need, id, hub, needModel, needs), .. Rows(VectorKind.Offer, id, hub, offerModel, offers)];
    }

    private VectorRow[] OfOrganisation(DbDataReader row)
    {
        (ProfileFields, IReadOnlyList<string>)[] texts =
        [
            (ProfileFields.Remit, row.TextOrNull(2) is { } remit ? [remit] : []),
            (ProfileFields.Keywords, row.List<string>(1)),
        ];
        return [.. Rows(VectorKind.Remit, row.GetString(0), "", offerModel, texts)];
    }

    private static (ProfileFields Field, IReadOnlyList<string> Texts) Texts(DbDataReader row, ProfileFields field) => (field, row.List<string>(field switch
    {
        ProfileFields.Challenges => 2,
        ProfileFields.Skills => 3,
        ProfileFields.Interests => 4,
        _ => 5,
    }));

    // A text that stands twice is found once.
    private IEnumerable<VectorRow> Rows(
        VectorKind kind, string owner, string hub, string model, IEnumerable<(ProfileFields Field, IReadOnlyList<string> Texts)> lists) => lists
        .SelectMany(list => list.Texts.Select(text => (list.Field, Text: text)))
        .Index()
        .Where(one => fields.HasFlag(one.Item.Field))
        .DistinctBy(one => one.Item.Text, StringComparer.Ordinal)
        .Select(one => new VectorRow(kind, owner, hub, one.Index, model, SqlStore.HashOf(one.Item.Text)));
}

/// <summary>What it takes to make the rows that are there those that should be.</summary>
internal sealed record VectorDifference(IReadOnlyList<VectorRow> Missing, IReadOnlyList<VectorRow> Stale)
{
    public int Count => Missing.Count + Stale.Count;
}
