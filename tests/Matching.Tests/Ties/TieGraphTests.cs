using CsCheck;
using Matching.Profiles;
using Matching.Ties;

namespace Matching.Tests.Ties;

public sealed class TieGraphTests
{
    [Fact]
    public void Evidence_in_any_order_gives_the_same_graph() =>
        Gen.Select(Hubs.Any, Gen.Int).Sample((records, seed) =>
        {
            var shuffled = records with { Interactions = [.. records.Interactions.OrderBy(row => HashCode.Combine(seed, row.A, row.B, row.At))] };
            Assert.Equal(Rows(records), Rows(shuffled));
        }, iter: 200);

    [Fact]
    public void The_incremental_sum_equals_the_plain_one() =>
        Hubs.Any.Sample(records =>
        {
            var snapshot = HubSnapshot.Build(records with { History = [] }, Hubs.Monday);
            foreach (var group in records.Interactions.GroupBy(row => string.CompareOrdinal(row.A, row.B) < 0 ? (row.A, row.B) : (row.B, row.A)))
            {
                var levels = new double[TieStrength.ChannelCount];
                foreach (var row in group.Where(row => row.At <= Hubs.Monday)) Add(levels, row);
                if (group.Any(row => row.Kind == InteractionKind.SameTeam && row.At <= Hubs.Monday)) levels[(int)TieChannel.Team] = 2;
                var plain = TieStrength.Of(levels);
                var (i, j) = (snapshot.Find(group.Key.Item1)!.Value, snapshot.Find(group.Key.Item2)!.Value);
                if (Math.Abs(plain - TieStrength.Threshold) > 1e-9) Assert.Equal(plain >= TieStrength.Threshold ? plain : 0, snapshot.Ties.Strength(i, j), 1e-9);
            }
        }, iter: 200);

    [Fact]
    public void Rows_are_sorted_symmetric_and_without_loops() =>
        Hubs.Any.Sample(records =>
        {
            var ties = HubSnapshot.Build(records, Hubs.Monday).Ties;
            for (var i = 0; i < ties.Count; i++)
            {
                var row = ties.Neighbours(i).ToArray();
                Assert.Equal(row.Order(), row);
                Assert.DoesNotContain(i, row);
                foreach (var j in row) Assert.Equal(ties.Strength(i, j), ties.Strength(j, i));
            }
            Assert.Equal(ties.Edges, ties.Ties().Count());
        }, iter: 200);

    [Fact]
    public void A_stated_graph_refuses_loops_doubles_and_strangers()
    {
        Assert.Throws<ArgumentException>(() => TieGraph.FromStrengths(2, [(0, 0, 1)]));
        Assert.Throws<ArgumentException>(() => TieGraph.FromStrengths(2, [(0, 2, 1)]));
        Assert.Throws<ArgumentException>(() => TieGraph.FromStrengths(2, [(0, 1, 1), (1, 0, 1)]));
    }

    [Fact]
    public void A_hypothetical_tie_leaves_the_others_as_they_are()
    {
        var graph = TieGraph.FromStrengths(4, [(0, 1, 0.7), (1, 2, 0.3)]);
        var with = graph.With([(0, 1), (2, 3)], 0.45);
        Assert.Equal([(0, 1, 0.7), (1, 2, 0.3), (2, 3, 0.45)], with.Ties());
        Assert.Equal(2, graph.Edges);
    }

    private static List<(string, string, double)> Rows(HubRecords records)
    {
        var snapshot = HubSnapshot.Build(records, Hubs.Monday);
        return [.. snapshot.Ties.Ties().Select(tie => (snapshot.Members[tie.I].Id, snapshot.Members[tie.J].Id, tie.Strength))];
    }

    private static void Add(double[] levels, Interaction row)
    {
        var (channel, amount) = row.Kind switch
        {
            InteractionKind.Met or InteractionKind.Meeting => (TieChannel.Met, (row.Useful == Usefulness.Yes ? 2 : row.Useful == Usefulness.No ? 0.5 : 1) * Math.Min(1, (row.Minutes ?? 30) / 30)),
            InteractionKind.Collaboration => (TieChannel.Met, 2 * Math.Min(1, (row.Minutes ?? 30) / 30)),
            InteractionKind.Introduced or InteractionKind.Declared => (TieChannel.Declared, 0.5),
            InteractionKind.Message => (TieChannel.Declared, 0.1),
            InteractionKind.CoAttendance => (TieChannel.Event, 1.0),
            _ => (TieChannel.Team, 0.0),
        };
        levels[(int)channel] += amount * Math.Pow(2, -(Hubs.Monday - row.At).TotalDays / TieStrength.Of(channel).HalfLifeDays);
    }
}
