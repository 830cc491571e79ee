using System.Data.Common;
using Matching.Profiles;

namespace Matching.Storage;

// What is asked for, and who could answer?
public sealed partial class SqlStore
{
    private const string QuestionColumns = "id, hub, member, asked_at, concepts, unmet";

    /// <summary>Every organisation, by id.</summary>
    public Task<IReadOnlyList<Organisation>> LoadOrganisationsAsync(CancellationToken ct = default) => ReadAsync<IReadOnlyList<Organisation>>(
        async turn => await turn.ListAsync($"SELECT {RecordRows.OrganisationColumns} FROM organisations ORDER BY id", null, RecordRows.Organisation),
        ct);

    /// <summary>Keeps what a question was about. Asked again with the same id, the first stands.</summary>
    /// <exception cref="StoreException">The hub or the member is not in the store.</exception>
    public Task KeepQuestionAsync(StoredQuestion question, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        return WriteAsideAsync(
            turn => turn.ExecuteAsync(
                $"INSERT INTO questions ({QuestionColumns}) VALUES (@Id, @Hub, @Member, @at, @concepts, @unmet) ON CONFLICT (id) DO NOTHING",
                new
                {
                    question.Id,
                    question.Hub,
                    question.Member,
                    at = Columns.Write(question.AskedAt),
                    concepts = Columns.WriteList(question.Concepts),
                    unmet = Columns.Write(question.Unmet),
                }),
            ct);
    }

    public Task<StoredQuestion?> FindQuestionAsync(string id, CancellationToken ct = default) =>
        FindAsync($"SELECT {QuestionColumns} FROM questions WHERE id = @id", id, ReadQuestion, ct);

    /// <summary>The questions of a hub from <paramref name="from"/> until before <paramref name="to"/>, by time and id.</summary>
    public Task<IReadOnlyList<StoredQuestion>> ListQuestionsAsync(string hub, DateTimeOffset from, DateTimeOffset to, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return ReadAsync<IReadOnlyList<StoredQuestion>>(
            async turn => await turn.ListAsync(
                $"SELECT {QuestionColumns} FROM questions WHERE hub = @hub AND asked_at >= @from AND asked_at < @to ORDER BY asked_at, id",
                new { hub, from = Columns.Write(from), to = Columns.Write(to) },
                ReadQuestion),
            ct);
    }

    /// <summary>Keeps what the asker says of an organisation, in place of what she said before.</summary>
    /// <exception cref="StoreException">The question or the organisation is not in the store.</exception>
    public Task KeepVerdictAsync(string question, string organisation, Verdict verdict, DateTimeOffset at, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(organisation);
        return WriteAsync(
            turn => turn.ExecuteAsync(
                """
                INSERT INTO verdicts (question, organisation, verdict, at) VALUES (@question, @organisation, @verdict, @at)
                ON CONFLICT (question, organisation) DO UPDATE SET verdict = excluded.verdict, at = excluded.at
                """,
                new { question, organisation, verdict = Vocabulary.Write(verdict), at = Columns.Write(at) }),
            ct);
    }

    /// <summary>What all verdicts come to, by organisation and concept.</summary>
    public async Task<IReadOnlyList<VerdictCount>> CountVerdictsAsync(CancellationToken ct = default)
    {
        var verdicts = await ReadAsync(
            turn => turn.ListAsync(
                "SELECT v.organisation, v.verdict, q.concepts FROM verdicts AS v JOIN questions AS q ON q.id = v.question",
                null,
                row => Tuple.Create(row.GetString(0), row.Term<Verdict>(1), row.List<string>(2))),
            ct);
        return [.. verdicts
            .SelectMany(one => one.Item3.Select(concept => (Organisation: one.Item1, Concept: concept, Verdict: one.Item2)))
            .GroupBy(one => (one.Organisation, one.Concept))
            .Select(group => new VerdictCount(
                group.Key.Organisation, group.Key.Concept, group.Count(one => one.Verdict == Verdict.Helped), group.Count(one => one.Verdict == Verdict.WrongAuthority)))
            .OrderBy(count => count.Organisation, StringComparer.Ordinal).ThenBy(count => count.Concept, StringComparer.Ordinal)];
    }

    private static StoredQuestion ReadQuestion(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Hub = row.TextOrNull(1),
        Member = row.TextOrNull(2),
        AskedAt = row.Time(3),
        Concepts = row.List<string>(4),
        Unmet = row.Flag(5),
    };
}
