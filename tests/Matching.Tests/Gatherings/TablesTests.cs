using CsCheck;
using Matching.Gatherings;

namespace Matching.Tests.Gatherings;

public sealed class TablesTests
{
    private static Gen<SeatingPlan> GenPlan(int count) =>
        from organisations in Gen.Int[0, 4].Array[count]
        from anchors in Gen.Bool.Array[count]
        from worths in Gen.Double[-2, 1].Array[count * count]
        select new SeatingPlan(organisations, anchors, [.. Enumerable.Range(0, count).Select(i =>
            Enumerable.Range(0, count).Select(j => i == j ? 0 : worths[(Math.Min(i, j) * count) + Math.Max(i, j)]).ToArray())]);

    private static readonly Gen<SeatingPlan> Any = Gen.Int[0, 30].SelectMany(GenPlan);

    [Fact]
    public void Eight_people_sit_as_well_as_they_can() => GenPlan(8).Sample(plan =>
    {
        var best = Fours().Max(tables => Tables.Value(plan, tables));
        Assert.Equal(best, Tables.Value(plan, Tables.Seat(plan, 1)), 1e-9);
    }, iter: 300);

    [Fact]
    public void Everyone_sits_once_at_a_table_of_three_to_five() => Any.Sample(plan =>
    {
        var tables = Tables.Seat(plan, 3);
        Assert.Equal(Enumerable.Range(0, plan.Count), tables.SelectMany(table => table).Order());
        Assert.True(plan.Count < 3 || tables.All(table => table.Count is >= 3 and <= Tables.Largest));
        Assert.True(plan.Count == 5 || tables.All(table => table.Count <= 4));
    }, iter: 200);

    [Fact]
    public void At_most_two_of_an_organisation_share_a_table_wherever_that_can_be() => Any.Sample(plan =>
    {
        var tables = Tables.Seat(plan, 3);
        if (plan.Organisation.CountBy(organisation => organisation).Any(size => size.Value > 2 * tables.Count)) return;
        Assert.All(tables, table => Assert.True(table.CountBy(person => plan.Organisation[person]).All(size => size.Value <= 2)));
    }, iter: 200);

    [Fact]
    public void The_same_plan_and_seed_give_the_same_tables() => Any.Sample(plan => Assert.Equal(Tables.Seat(plan, 7), Tables.Seat(plan, 7)), iter: 50);

    [Fact]
    public void Each_table_has_an_anchor_where_there_are_enough()
    {
        var flat = Enumerable.Range(0, 12).Select(_ => new double[12]).ToArray();
        var plan = new SeatingPlan([.. Enumerable.Range(0, 12)], [.. Enumerable.Range(0, 12).Select(person => person < 3)], flat);
        Assert.All(Tables.Seat(plan, 1), table => Assert.Single(table, person => person < 3));
    }

    [Fact]
    public void Friends_and_old_table_mates_are_parted()
    {
        var pair = Enumerable.Range(0, 8).Select(_ => new double[8]).ToArray();
        (pair[0][1], pair[1][0], pair[2][3], pair[3][2]) = (-Tables.Tied, -Tables.Tied, -Tables.SatTogether, -Tables.SatTogether);
        var tables = Tables.Seat(new SeatingPlan([.. Enumerable.Range(0, 8)], new bool[8], pair), 1);
        Assert.All(tables, table => Assert.False(table.Contains(0) && table.Contains(1)));
        Assert.All(tables, table => Assert.False(table.Contains(2) && table.Contains(3)));
    }

    private static IEnumerable<IReadOnlyList<IReadOnlyList<int>>> Fours() =>
        Enumerable.Range(0, 1 << 8).Where(mask => int.PopCount(mask) == 4 && (mask & 1) == 1).Select(mask => (IReadOnlyList<IReadOnlyList<int>>)
        [
            [.. Enumerable.Range(0, 8).Where(person => (mask & (1 << person)) != 0)],
            [.. Enumerable.Range(0, 8).Where(person => (mask & (1 << person)) == 0)],
        ]);
}
