using CsCheck;
using Matching.Gatherings;
using Matching.Profiles;

namespace Matching.Tests.Gatherings;

public sealed class AttendanceForecastTests
{
    [Fact]
    public void A_newcomer_in_a_new_hub_is_as_likely_to_come_as_not() => Assert.Equal(0.5, Forecast(Hubs.Member("m1", "o1")), 12);

    [Fact]
    public void A_members_own_answers_are_drawn_to_the_hubs_mean()
    {
        // Three words: one came, one stayed away, one never answered. Mean 2/5; hers (1 + 4·2/5)/(3 + 4).
        var expected = (1 + (4 * 0.4)) / 7;
        Assert.Equal(expected, Forecast(Hubs.Member("m1", "o1"), AttendanceStatus.Attended, AttendanceStatus.NoShow, AttendanceStatus.Invited), 12);
    }

    [Fact]
    public void A_registration_of_which_nobody_noted_the_outcome_tells_nothing() =>
        Assert.Equal(0.5, Forecast(Hubs.Member("m1", "o1"), AttendanceStatus.Registered), 12);

    [Fact]
    public void The_topic_raises_and_a_day_off_halves_the_odds()
    {
        // The event is about what she asks, to the letter: odds 2. It is on a Thursday: odds 1/2 for somebody who is in on Mondays.
        Assert.Equal(2.0 / 3, Forecast(Hubs.Member("m1", "o1") with { Challenges = ["elnät"] }), 12);
        Assert.Equal(1.0 / 3, Forecast(Hubs.Member("m1", "o1") with { Days = [Weekday.Mon] }), 12);
        Assert.Equal(0.5, Forecast(Hubs.Member("m1", "o1") with { Days = [Weekday.Thu] }), 12);
    }

    [Fact]
    public void What_kind_of_event_it_is_says_nothing_of_its_matter()
    {
        var hub = HubSnapshot.Build(Hubs.Records([Hubs.Member("m1", "o1") with { Interests = ["äldre hus", "frukost"], Challenges = ["Elnätet"] }]), Hubs.Monday);
        var topics = new TopicFit(hub, [Rooms.Event("a", title: "Öppet hus"), Rooms.Event("b", title: "Frukostmöte om elnät"), Rooms.Event("c", title: "Äldre hus")]);
        Assert.Equal(0, topics.Of(0, 0));
        Assert.Equal((1.0, 1.0), (topics.Of(0, 1), topics.Of(0, 2)));
        var match = topics.Explain(0, 1)!.Value;
        Assert.Equal((ProfileSide.Challenge, "Elnätet"), (match.Side, match.Text));
        Assert.Equal(ProfileSide.Interest, topics.Explain(0, 2)!.Value.Side);
    }

    [Fact]
    public void The_day_is_the_hubs_own_and_not_the_worlds()
    {
        // Half past midnight on Friday in Luleå is still Thursday by UTC.
        var hub = HubSnapshot.Build(Hubs.Records([Hubs.Member("m1", "o1")]), Hubs.Monday);
        var book = new GatheringBook(hub, Rooms.Records([Rooms.Event("e", new DateTimeOffset(2026, 12, 3, 23, 30, 0, TimeSpan.Zero))]));
        Assert.Equal(Weekday.Fri, book.DayOf(0));
    }

    [Fact]
    public void Each_time_somebody_comes_the_next_is_likelier_and_each_no_show_less() =>
        Gen.Enum<AttendanceStatus>().Array[0, 6].Sample(past =>
        {
            var before = Forecast(Hubs.Member("m1", "o1"), past);
            Assert.InRange(before, double.Epsilon, 1 - 1e-9);
            Assert.True(Forecast(Hubs.Member("m1", "o1"), [.. past, AttendanceStatus.Attended]) > before);
            Assert.True(Forecast(Hubs.Member("m1", "o1"), [.. past, AttendanceStatus.NoShow]) < before);
        });

    [Fact]
    public void What_was_said_after_the_moment_had_not_been_said_yet()
    {
        var hub = HubSnapshot.Build(Hubs.Records([Hubs.Member("m1", "o1")]), Hubs.Monday);
        var word = Rooms.Said("e", "m1", AttendanceStatus.Declined) with { At = Hubs.Monday.AddHours(1) };
        Assert.Empty(new GatheringBook(hub, Rooms.Records([Rooms.Event("e")], word)).Of(0));
    }

    private static double Forecast(Member member, params AttendanceStatus[] past)
    {
        var hub = HubSnapshot.Build(Hubs.Records([member]), Hubs.Monday);
        var events = past.Select((_, at) => Rooms.Event($"p{at}", Hubs.Monday.AddDays(-1 - at), $"Träff {at}")).ToList();
        var words = past.Select((status, at) => Rooms.Said($"p{at}", member.Id, status)).ToList();
        var book = new GatheringBook(hub, Rooms.Records([.. events, Rooms.Event("e", topics: ["elnät"])], words));
        return new AttendanceForecast(hub, book, new TopicFit(hub, book.Gatherings)).Of(0, book.Find("e")!.Value);
    }
}
