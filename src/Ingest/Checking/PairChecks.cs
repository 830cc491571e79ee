using Matching.Ingest.Reading;
using Matching.Ingest.Wording;
using Matching.Profiles;
using Matching.Storage;

namespace Matching.Ingest.Checking;

/// <summary>Tables whose rows are about two members, in the first two columns.</summary>
internal abstract class PairCheck(ImportTable table, Desk desk, params Column[] columns) : TableCheck(table, desk, columns)
{
    private protected const int A = 0, B = 1;

    private protected void CheckPair(CheckedRow row, string a, string b)
    {
        if (a == b) row.Refuse(B, $"a and b are both {Quotes.Of(a)}. Write two different members");
        Demand(row, A, a);
        Demand(row, B, b);
        if (row.IsGood && !Desk.CoversMember(a) && !Desk.CoversMember(b))
        {
            row.Refuse("neither of the two is in a hub that is yours. Leave the row to their host");
        }
    }

    private void Demand(CheckedRow row, int column, string id)
    {
        Desk.Members.Demand(row, column, id);
        // In the same words as for one who is not there.
        if (row.IsGood && Desk.Scope is { HidesOthers: true } && !Desk.CoversMember(id)) row.Refuse(column, Desk.Members.Missing(id));
    }
}

internal sealed class InteractionCheck(Desk desk) : PairCheck(
    ImportTable.Interactions, desk,
    new("a", true), new("b", true), new("kind", true), new("at", true), new("minutes"), new("useful"))
{
    private const int Kind = 2, At = 3, Minutes = 4, Useful = 5;

    // A week: nothing that two people did together was longer without being several things.
    private const double MostMinutes = 7 * 24 * 60;

    internal override PutOutcome? Take(CheckedRow row)
    {
        var interaction = new Interaction
        {
            A = row.Id(A),
            B = row.Id(B),
            Kind = row.Term<InteractionKind>(Kind),
            At = row.Time(At),
            Minutes = row.Number(Minutes, 0, MostMinutes),
            Useful = row.Useful(Useful),
        };
        if (interaction.Minutes == 0)
        {
            row.Refuse(Minutes, "no meeting lasts 0 minutes. Write more, or leave the cell empty where it is not known");
        }
        CheckPair(row, interaction.A, interaction.B);
        return row.IsGood ? Desk.Transaction.Put(interaction) : null;
    }
}

internal sealed class TieCheck(Desk desk) : PairCheck(
    ImportTable.Ties, desk, new("a", true), new("b", true), new("kind", true), new("weight"))
{
    private const int Kind = 2, Weight = 3;

    internal override PutOutcome? Take(CheckedRow row)
    {
        var tie = new StandingTie
        {
            A = row.Id(A),
            B = row.Id(B),
            Kind = row.Term<StandingTieKind>(Kind),
            Weight = row.Number(Weight, 0, 1) ?? 1,
        };
        CheckPair(row, tie.A, tie.B);
        return row.IsGood ? Desk.Transaction.Put(tie) : null;
    }
}
