using System.Text.Json;
using CsCheck;
using Matching.Gatherings;
using Matching.Profiles;

namespace Matching.Tests.Gatherings;

public sealed class InvitationsTests
{
    private static readonly Gen<InvitationOptions> Options =
        from seed in Gen.Long[0, 3]
        from capacity in Gen.Int[-1, 15]
        select new InvitationOptions { Seed = seed, Capacity = capacity < 0 ? null : capacity };

    [Fact]
    public void No_more_are_expected_than_the_room_holds_and_nobody_is_asked_who_must_not_be() =>
        Gen.Select(Rooms.Any, Options).Sample((records, options) =>
        {
            var hub = HubSnapshot.Build(records.Hub, Hubs.Monday);
            var draft = new Invitations(hub, records.Gatherings).Draft("target", options);
            if (draft.Capacity is { } capacity) Assert.True(draft.Expected <= Math.Max(capacity, draft.ExpectedBefore) + 1e-6);
            Assert.Equal(draft.ExpectedBefore + draft.Invited.Sum(guest => guest.PShow), draft.Expected, 1e-9);
            var listed = draft.Invited.Concat(draft.Waiting).ToList();
            Assert.Equal(listed.Count, listed.Select(guest => guest.Member).Distinct().Count());
            Assert.True(draft.Waiting.Count <= options.MostWaiting);
            foreach (var guest in listed)
            {
                Assert.DoesNotContain(records.Gatherings.Attendance, word => word.Event == "target" && word.Member == guest.Member);
                Assert.InRange(guest.PShow, double.Epsilon, 1 - 1e-12);
                Assert.InRange(guest.Score, 0, 1);
                Assert.InRange(guest.Reasons.Count, 1, EventReasons.Most);
                Assert.All(guest.Reasons, reason => Assert.False(string.IsNullOrWhiteSpace(reason.Sv) || string.IsNullOrWhiteSpace(reason.En)));
            }
            Assert.Equal(draft.Invited.OrderByDescending(guest => guest.Score).Select(guest => guest.Score), draft.Invited.Select(guest => guest.Score));
            Assert.Equal(draft.Tables.Sum(table => table.Count), draft.Tables.SelectMany(table => table).Distinct().Count());
            Assert.Superset(draft.Invited.Select(guest => guest.Member).ToHashSet(), draft.Tables.SelectMany(table => table).ToHashSet());
        }, iter: 200);

    [Fact]
    public void The_same_input_and_seed_give_the_same_bytes_whatever_the_order_of_the_records() =>
        Gen.Select(Rooms.Any, Options).Sample((records, options) =>
        {
            var reversed = (records.Hub with { Members = [.. records.Hub.Members.Reverse()], Interactions = [.. records.Hub.Interactions.Reverse()] },
                records.Gatherings with { Gatherings = [.. records.Gatherings.Gatherings.Reverse()], Attendance = [.. records.Gatherings.Attendance.Reverse()] });
            Assert.Equal(Bytes(records, options), Bytes(records, options));
            Assert.Equal(Bytes(records, options), Bytes(reversed, options));
        }, iter: 60);

    [Fact]
    public void New_ids_in_the_same_order_change_the_ids_alone() => Rooms.Any.Sample(records =>
    {
        static string New(string id) => id.Replace('m', 'x');
        var renamed = (records.Hub with
        {
            Members = [.. records.Hub.Members.Select(member => member with { Id = New(member.Id) })],
            Interactions = [.. records.Hub.Interactions.Select(one => one with { A = New(one.A), B = New(one.B) })],
            History = [.. records.Hub.History.Select(past => past with { A = New(past.A), B = New(past.B) })],
            Rules = [.. records.Hub.Rules.Select(rule => rule with { A = New(rule.A) })],
        }, records.Gatherings with { Attendance = [.. records.Gatherings.Attendance.Select(word => word with { Member = New(word.Member) })] });
        var (before, after) = (Draft(records, new InvitationOptions()), Draft(renamed, new InvitationOptions()));
        Assert.Equal(before.Invited.Select(guest => (New(guest.Member), guest.Score, guest.PShow)), after.Invited.Select(guest => (guest.Member, guest.Score, guest.PShow)));
        Assert.Equal(before.Tables.Select(table => table.Select(New)), after.Tables);
        Assert.Equal(before.Coverage, after.Coverage);
    }, iter: 60);

    [Fact]
    public void Whoever_has_the_matter_among_her_challenges_is_asked_first_and_told_so()
    {
        var draft = Draft(Small(), new InvitationOptions { Capacity = 2 });
        Assert.Equal("m2", draft.Invited[0].Member);
        var reason = draft.Invited[0].Reasons[0];
        Assert.Equal(EventReasonKind.Topic, reason.Kind);
        Assert.Contains("Anslutning till elnätet dröjer", reason.Sv, StringComparison.Ordinal);
        Assert.Equal(["elnätet"], reason.Words);
    }

    [Fact]
    public void A_sector_that_the_organiser_wants_comes_before_another()
    {
        var (hub, gatherings) = Small();
        hub = hub with { Members = [.. hub.Members.Where(member => member.Id != "m2")] };
        gatherings = gatherings with { Gatherings = [gatherings.Gatherings[0] with { Sectors = [Sector.University] }] };
        Assert.Equal("m5", Draft((hub, gatherings), new InvitationOptions()).Invited[0].Member);
    }

    [Fact]
    public void Those_who_have_registered_take_places_and_are_not_asked_again()
    {
        var (hub, gatherings) = Small();
        gatherings = gatherings with { Attendance = [Rooms.Said("e", "m2", AttendanceStatus.Registered), Rooms.Said("e", "m3", AttendanceStatus.Declined)] };
        var draft = Draft((hub, gatherings), new InvitationOptions { Capacity = 1 });
        Assert.Equal(0.5, draft.ExpectedBefore, 12);
        Assert.DoesNotContain(draft.Invited.Concat(draft.Waiting), guest => guest.Member is "m2" or "m3");
        Assert.Contains("m2", draft.Tables.SelectMany(table => table));
    }

    [Fact]
    public void Somebody_who_is_registered_elsewhere_at_that_time_is_not_asked()
    {
        var (hub, gatherings) = Small();
        var clash = Rooms.Event("other", Rooms.Soon.AddHours(1)) with { Hub = "boden" };
        var later = Rooms.Event("later", Rooms.Soon.AddHours(2)) with { Hub = "boden" };
        gatherings = new GatheringRecords
        {
            Gatherings = [.. gatherings.Gatherings, clash, later],
            Attendance = [Rooms.Said("other", "m2", AttendanceStatus.Registered), Rooms.Said("later", "m3", AttendanceStatus.Registered)],
        };
        var asked = Draft((hub, gatherings), new InvitationOptions()).Invited.Select(guest => guest.Member).ToList();
        Assert.DoesNotContain("m2", asked);
        Assert.Contains("m3", asked);
    }

    [Fact]
    public void Introductions_and_invitations_draw_on_one_attention()
    {
        var (hub, gatherings) = Small();
        hub = hub with { History = [new PastIntroduction { A = "m2", B = "m4", SentAt = Hubs.Monday.AddDays(-1), ExpiresAt = Hubs.Monday.AddDays(13) }] };
        gatherings = new GatheringRecords { Gatherings = [.. gatherings.Gatherings, Rooms.Event("f", Rooms.Soon.AddDays(3))], Attendance = [Rooms.Said("f", "m2", AttendanceStatus.Invited)] };
        IEnumerable<string> Asked(int most) => Draft((hub, gatherings), new InvitationOptions { MostOpen = most }).Invited.Select(guest => guest.Member).Order();
        Assert.Equal(["m1", "m3", "m4", "m5"], Asked(2));
        Assert.Equal(["m1", "m2", "m3", "m4", "m5"], Asked(3));
        Assert.Equal(["m1", "m3", "m5"], Asked(1));
    }

    [Fact]
    public void Members_who_want_no_introductions_are_asked_and_are_no_part_of_any_pair()
    {
        var (hub, gatherings) = Small();
        hub = hub with { Members = [.. hub.Members.Select(member => member with { Matchable = false })] };
        var draft = Draft((hub, gatherings), new InvitationOptions());
        Assert.Equal(5, draft.Invited.Count);
        Assert.Equal(0, draft.Coverage.NewPairs);
        Assert.DoesNotContain(draft.Invited.SelectMany(guest => guest.Reasons), reason => reason.Kind == EventReasonKind.NewPeople);
    }

    [Fact]
    public void People_whom_a_rule_keeps_apart_are_no_pair_and_share_no_table()
    {
        var (hub, gatherings) = Small();
        var more = Enumerable.Range(6, 3).Select(k => Hubs.Member($"m{k}", $"o{k}"));
        hub = Hubs.Records([.. hub.Members, .. more]) with { Rules = [new Rule { Kind = RuleKind.Never, A = "m1", B = "m4" }] };
        var draft = Draft((hub, gatherings), new InvitationOptions());
        Assert.Equal(8, draft.Invited.Count);
        Assert.All(draft.Tables, table => Assert.False(table.Contains("m1") && table.Contains("m4")));
        var without = Draft((hub with { Rules = [] }, gatherings), new InvitationOptions());
        Assert.Equal(without.Coverage.NewPairs - 1, draft.Coverage.NewPairs);
    }

    [Fact]
    public void One_alone_is_told_that_nobody_else_of_her_organisation_is_in()
    {
        var draft = Draft(Small(), new InvitationOptions { Capacity = 2 });
        var first = draft.Invited.Concat(draft.Waiting).Where(guest => guest.Reasons.Any(reason => reason.Kind == EventReasonKind.FirstOfOrganisation)).ToList();
        Assert.Equal(3, first.Select(guest => Small().Hub.Members.Single(member => member.Id == guest.Member).Organisation).Distinct().Count());
        Assert.Equal(3, first.Count);
    }

    [Fact]
    public void It_says_whether_as_many_are_expected_as_the_event_needs()
    {
        var (hub, gatherings) = Small();
        InvitationDraft Needing(int least) => Draft((hub, gatherings with { Gatherings = [gatherings.Gatherings[0] with { MinAttendance = least }] }), new InvitationOptions());
        Assert.True(Needing(2).ReachesMinimum);
        Assert.False(Needing(5).ReachesMinimum);
    }

    [Fact]
    public void No_reason_speaks_of_what_anybody_answered()
    {
        string[] never = ["tack", "nej", "avböj", "declin", "no-show", "uteblev", "answer", "svar"];
        Rooms.Any.Sample(records =>
        {
            foreach (var reason in Draft(records, new InvitationOptions()).Invited.SelectMany(guest => guest.Reasons))
            {
                if (reason.Kind == EventReasonKind.Topic) continue;
                Assert.All(never, word => Assert.DoesNotContain(word, reason.Sv + reason.En, StringComparison.OrdinalIgnoreCase));
            }
        }, iter: 50);
    }

    [Fact]
    public void An_event_of_another_hub_is_refused()
    {
        var (hub, gatherings) = Small();
        gatherings = gatherings with { Gatherings = [gatherings.Gatherings[0] with { Hub = "boden" }] };
        Assert.Throws<ArgumentException>("gathering", () => Draft((hub, gatherings), new InvitationOptions(), "e"));
        Assert.Throws<ArgumentException>("gathering", () => Draft(Small(), new InvitationOptions(), "none"));
    }

    /// <summary>Two of a municipality, two of an agency, one of a university; an event about the grid.</summary>
    private static (HubRecords Hub, GatheringRecords Gatherings) Small()
    {
        var members = new[]
        {
            Hubs.Member("m1", "kommun"),
            Hubs.Member("m2", "kommun") with { Challenges = ["Anslutning till elnätet dröjer"] },
            Hubs.Member("m3", "nat"),
            Hubs.Member("m4", "nat"),
            Hubs.Member("m5", "uni"),
        };
        var hub = Hubs.Records(members, Hubs.Organisation("kommun", Sector.Municipality), Hubs.Organisation("nat"), Hubs.Organisation("uni", Sector.University));
        return (hub, Rooms.Records([Rooms.Event("e", topics: ["elnät"])]));
    }

    private static InvitationDraft Draft((HubRecords Hub, GatheringRecords Gatherings) records, InvitationOptions options, string? gathering = null) =>
        new Invitations(HubSnapshot.Build(records.Hub, Hubs.Monday), records.Gatherings)
            .Draft(gathering ?? (records.Gatherings.Gatherings.Any(one => one.Id == "target") ? "target" : "e"), options);

    private static byte[] Bytes((HubRecords Hub, GatheringRecords Gatherings) records, InvitationOptions options) =>
        JsonSerializer.SerializeToUtf8Bytes(Draft(records, options));
}
