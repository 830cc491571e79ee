using System.Text.Json;
using CsCheck;
using Matching.Profiles;
using Matching.Tests.Oracles;
using Matching.Ties;

namespace Matching.Tests.Ties;

public sealed class TieStrengthTests
{
    public static TheoryData<string> Cases() => [.. Oracle.Model("tie_strength").GetProperty("cases").EnumerateObject().Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Strength_of_each_case_is_the_expected_value(string name)
    {
        var expected = Oracle.Model("tie_strength").GetProperty("cases").GetProperty(name);
        var now = expected.GetProperty("t").GetDouble();
        var evidence = expected.GetProperty("events").EnumerateArray()
            .Select(row => (Channel: ChannelOf(row[0].GetString()!), Age: now - row[1].GetDouble(), People: row[2], Mult: row[3].GetDouble()))
            .Where(row => row.Age >= 0)
            .Select(row => new TieEvidence(UnorderedPair.Of(0, 1), row.Channel == TieChannel.Team ? 0 : row.Age, row.Channel, TieStrength.Of(row.Channel).Beta * row.Mult * Share(row.People)))
            .ToList();

        // Below the threshold the graph has no edge, so the level is compared where there is one and the formula everywhere.
        var levels = new double[TieStrength.ChannelCount];
        foreach (var piece in evidence) levels[(int)piece.Channel] += piece.Amount * TieStrength.Decay(piece.Channel, piece.AgeDays);
        Oracle.Agrees(expected.GetProperty("s"), TieStrength.Of(levels), name);
        foreach (var level in expected.GetProperty("A").EnumerateObject()) Oracle.Agrees(level.Value, levels[(int)ChannelOf(level.Name)], $"{name} {level.Name}");
        var inGraph = TieGraph.FromEvidence(2, evidence).Strength(0, 1);
        var strength = expected.GetProperty("s").GetDouble();
        Assert.Equal(strength >= TieStrength.Threshold ? strength : 0, inGraph, Oracle.Tolerance);
    }

    [Fact]
    public void Constants_of_each_channel_are_the_models()
    {
        foreach (var channel in Oracle.Model("tie_strength").GetProperty("channels").EnumerateObject())
        {
            var weights = TieStrength.Of(ChannelOf(channel.Name));
            Oracle.Agrees(channel.Value.GetProperty("beta"), weights.Beta, channel.Name);
            Oracle.Agrees(channel.Value.GetProperty("half_life_days"), weights.HalfLifeDays, channel.Name);
            Oracle.Agrees(channel.Value.GetProperty("cap"), weights.Cap, channel.Name);
        }
    }

    [Fact]
    public void Decay_halves_at_the_half_life()
    {
        var expected = Oracle.Model("decay");
        Oracle.Agrees(expected.GetProperty("weight_after_90d_h90"), TieStrength.Decay(TieChannel.Event, 90), "90 days");
        Oracle.Agrees(expected.GetProperty("weight_after_45d_h90"), TieStrength.Decay(TieChannel.Event, 45), "45 days");
        Oracle.Agrees(expected.GetProperty("ewma_alpha_for_half_life_30d"), TieStrength.Decay(TieChannel.CheckIn, 1), "one day of thirty");
        // The half-life that loses nine ties in ten a year, and the nearest round one that the met channel uses.
        Oracle.Agrees(expected.GetProperty("half_life_for_90pct_loss_per_year"), -365 / Math.Log2(0.1), "Burt's decay");
    }

    [Fact]
    public void Strength_is_at_least_zero_and_below_one_and_grows_with_evidence() =>
        Gen.Select(Gen.Double[0, 40].Array[TieStrength.ChannelCount], Gen.Int[0, TieStrength.ChannelCount - 1], Gen.Double[0, 5]).Sample((levels, channel, more) =>
        {
            var before = TieStrength.Of(levels);
            levels[channel] += more;
            var after = TieStrength.Of(levels);
            Assert.InRange(before, 0, 1 - 1e-9);
            Assert.True(after >= before - 1e-15);
        });

    [Fact]
    public void A_tie_only_falls_while_nothing_happens() =>
        Gen.Select(Hubs.Any, Gen.Int[1, 300]).Sample((records, days) =>
        {
            var past = records with { Interactions = [.. records.Interactions.Where(row => row.At <= Hubs.Monday)], History = [], Rules = [] };
            var now = HubSnapshot.Build(past, Hubs.Monday).Ties;
            var later = HubSnapshot.Build(past, Hubs.Monday.AddDays(days)).Ties;
            foreach (var (i, j, strength) in later.Ties()) Assert.True(strength <= now.Strength(i, j) + 1e-12);
        }, iter: 200);

    [Fact]
    public void Minutes_count_the_same_however_a_conversation_is_cut_up()
    {
        var whole = Strength(Hubs.Met("a", "b", 0, 12));
        var parts = Strength([.. Enumerable.Range(0, 4).Select(k => Hubs.Met("a", "b", 0, 3) with { At = Hubs.Monday.AddSeconds(-k) })]);
        Assert.Equal(whole, parts, 1e-6);
    }

    [Fact]
    public void A_nod_in_the_corridor_is_no_tie_and_five_minutes_nearly_are()
    {
        Assert.Equal(0, Strength(Hubs.Met("a", "b", 0, 0.33)));
        Assert.Equal(0, Strength(Hubs.Met("a", "b", 0, 5)));
        Assert.InRange(Strength(Hubs.Met("a", "b", 0, 6)), TieStrength.Threshold, 0.13);
    }

    [Fact]
    public void A_day_long_meeting_counts_as_one_meeting()
    {
        Assert.Equal(0.45, Strength(Hubs.Met("a", "b", 0, 480)), 1e-12);
        Assert.Equal(0.45, Strength(Hubs.Met("a", "b", 0)), 1e-12);
    }

    [Fact]
    public void What_happens_after_the_moment_is_not_seen() => Assert.Equal(0, Strength(Hubs.Met("a", "b", -1)));

    [Fact]
    public void A_team_of_sixteen_is_no_tie_and_one_of_fifteen_is()
    {
        Assert.Equal(0.675, TeamOf(15).Strength(0, 1), 1e-12);
        Assert.Equal(0, TeamOf(16).Strength(0, 1));
    }

    [Fact]
    public void A_crowd_of_more_than_fifty_is_no_occasion_to_meet()
    {
        Assert.True(TieStrength.GroupShare(50) > 0);
        Assert.Equal(0, TieStrength.GroupShare(51));
        Assert.Equal(0, TieStrength.GroupShare(1));
    }

    [Fact]
    public void A_tie_that_was_there_and_faded_is_dormant()
    {
        var members = new[] { Hubs.Member("a", "x"), Hubs.Member("b", "y") };
        var ties = HubSnapshot.Build(Hubs.Records(members) with { Interactions = [Hubs.Met("a", "b", 400)] }, Hubs.Monday).Ties;
        Assert.Equal(0, ties.Strength(0, 1));
        Assert.True(ties.IsDormant(0, 1));
    }

    private static double Strength(params Interaction[] interactions) =>
        HubSnapshot.Build(Hubs.Records([Hubs.Member("a", "x"), Hubs.Member("b", "y")]) with { Interactions = interactions }, Hubs.Monday).Ties.Strength(0, 1);

    private static TieGraph TeamOf(int size)
    {
        var members = Enumerable.Range(0, size).Select(k => Hubs.Member($"m{k:00}", "x")).ToList();
        var ties = from i in Enumerable.Range(0, size) from j in Enumerable.Range(i + 1, size - i - 1) select new StandingTie { A = $"m{i:00}", B = $"m{j:00}", Kind = StandingTieKind.SameTeam };
        return HubSnapshot.Build(Hubs.Records(members) with { Ties = [.. ties] }, Hubs.Monday).Ties;
    }

    private static double Share(JsonElement people) => people.ValueKind == JsonValueKind.Null ? 1 : TieStrength.GroupShare(people.GetInt32());

    private static TieChannel ChannelOf(string name) => name switch
    {
        "met" => TieChannel.Met,
        "declared" => TieChannel.Declared,
        "event" => TieChannel.Event,
        "checkin" => TieChannel.CheckIn,
        "team" => TieChannel.Team,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such channel."),
    };
}
