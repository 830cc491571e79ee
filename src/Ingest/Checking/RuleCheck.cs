using Matching.Ingest.Reading;
using Matching.Ingest.Wording;
using Matching.Profiles;
using Matching.Storage;

namespace Matching.Ingest.Checking;

internal sealed class RuleCheck(Desk desk) : TableCheck(
    ImportTable.Rules, desk, new("kind", true), new("a", true), new("b"), new("until"), new("reason"))
{
    private const int Kind = 0, A = 1, B = 2, Until = 3, Reason = 4;

    internal override PutOutcome? Take(CheckedRow row)
    {
        var rule = new Rule
        {
            Kind = row.Term<RuleKind>(Kind),
            A = row.Id(A),
            B = row.OptionalId(B),
            Until = row.OptionalDate(Until),
            Reason = row.Text(Reason),
        };
        if (rule.A == rule.B)
        {
            row.Refuse(B, $"a and b are both {Quotes.Of(rule.A)}. Write two different ones, or leave b empty for everyone");
        }
        CheckSide(row, A, rule.A);
        if (rule.B is { } b) CheckSide(row, B, b);
        if (row.IsGood && Desk.Scope is not null) CheckScope(row, rule);
        return row.IsGood ? Desk.Transaction.Put(rule) : null;
    }

    private void CheckSide(CheckedRow row, int column, string id)
    {
        if (row.IsGood && !Desk.Members.Has(id) && !Desk.Organisations.Has(id)) row.Refuse(column, Missing(id));
    }

    private string Missing(string id)
    {
        var member = Desk.Members.Missing(id);
        return member.Contains("rejected", StringComparison.Ordinal) ? member
            : Desk.Organisations.Missing(id) is { } other && other.Contains("rejected", StringComparison.Ordinal) ? other
            : $"there is neither a member nor an organisation {Quotes.Of(id)}. Write the id of one, or import it first";
    }

    // A rule between organisations holds in every hub, so no single host can make one.
    private void CheckScope(CheckedRow row, Rule rule)
    {
        var named = new[] { rule.A, rule.B }.OfType<string>().Where(Desk.Members.Has).ToList();
        if (named.Count == 0) row.Refuse("a rule about organisations alone holds in every hub. Ask an administrator to import it");
        else if (!named.Exists(Desk.CoversMember))
        {
            row.Refuse("nobody whom the rule names is in a hub that is yours. Leave the row to their host");
        }
    }
}
