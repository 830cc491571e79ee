using Matching.Gatherings;
using Matching.Profiles;

namespace Matching.Storage.Tests;

public abstract class GatheringsTests(Dialect dialect) : StoreTests(dialect)
{
    [Fact]
    public async Task A_hub_that_is_not_there_is_null()
    {
        await using var temporary = await NewStoreAsync();
        Assert.Null(await temporary.Store.LoadGatheringsAsync("x", Some.Now, Ct));
    }

    [Fact]
    public async Task The_hub_is_the_one_that_rounds_are_drawn_from()
    {
        await using var temporary = await TwoHubsAsync();
        var both = await temporary.Store.LoadGatheringsAsync("norr", Some.Now, Ct);
        Same.As((await temporary.Store.LoadHubAsync("norr", Some.Now, Ct))!, both!.Value.Hub);
    }

    [Fact]
    public async Task Events_are_the_hubs_own_past_and_to_come_and_those_elsewhere_that_a_member_has_a_word_about()
    {
        await using var temporary = await TwoHubsAsync();
        Assert.Equal(["past", "away", "coming"], (await LoadAsync(temporary)).Gatherings.Select(one => one.Id));
        Same.As(Some.Gathering("past") with { Capacity = 30, MinAttendance = 3, Topics = ["elnät"], Sectors = [Sector.Agency] }, (await LoadAsync(temporary)).Gatherings[0]);
    }

    [Fact]
    public async Task Words_are_anybodys_about_the_hubs_events_and_the_members_about_any()
    {
        await using var temporary = await TwoHubsAsync();
        Assert.Equal(
            [
                new Attendance { Event = "away", Member = "gast", Status = AttendanceStatus.Registered },
                new Attendance { Event = "coming", Member = "anna", Status = AttendanceStatus.Invited, At = Some.Now.AddDays(-1) },
                new Attendance { Event = "coming", Member = "borta", Status = AttendanceStatus.Registered },
                new Attendance { Event = "past", Member = "anna", Status = AttendanceStatus.NoShow },
            ],
            (await LoadAsync(temporary)).Attendance);
    }

    [Fact]
    public async Task What_was_said_after_the_moment_is_not_there_yet()
    {
        await using var temporary = await TwoHubsAsync();
        Assert.DoesNotContain(
            (await temporary.Store.LoadGatheringsAsync("norr", Some.Now.AddDays(-2), Ct))!.Value.Gatherings.Attendance, word => word.Status == AttendanceStatus.Invited);
    }

    /// <summary>norr with anna and the guest gast, whose first hub is syd; borta is in syd alone. Three events of norr's and gast's, and one that is neither's.</summary>
    private async Task<TemporaryStore> TwoHubsAsync()
    {
        var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna");
            import.Put(Some.Hub("syd"));
            import.Put(Some.Member("gast", hub: "syd") with { OtherHubs = ["norr"] });
            import.Put(Some.Member("borta", hub: "syd"));
            import.Put(Some.Gathering("past") with { Capacity = 30, MinAttendance = 3, Topics = ["elnät"], Sectors = [Sector.Agency] });
            import.Put(Some.Gathering("coming") with { StartsAt = Some.Now.AddDays(9) });
            import.Put(Some.Gathering("away", hub: "syd") with { StartsAt = Some.Now.AddDays(2) });
            import.Put(Some.Gathering("nobodys", hub: "syd"));
            import.Put(new Attendance { Event = "past", Member = "anna", Status = AttendanceStatus.NoShow });
            import.Put(new Attendance { Event = "coming", Member = "anna", Status = AttendanceStatus.Invited, At = Some.Now.AddDays(-1) });
            import.Put(new Attendance { Event = "coming", Member = "borta", Status = AttendanceStatus.Registered });
            import.Put(new Attendance { Event = "away", Member = "gast", Status = AttendanceStatus.Registered });
            import.Put(new Attendance { Event = "nobodys", Member = "borta", Status = AttendanceStatus.Attended });
        });
        return temporary;
    }

    private static async Task<GatheringRecords> LoadAsync(TemporaryStore temporary) => (await temporary.Store.LoadGatheringsAsync("norr", Some.Now, Ct))!.Value.Gatherings;
}

public sealed class SqliteGatheringsTests() : GatheringsTests(Dialect.Sqlite);

public sealed class PostgresGatheringsTests() : GatheringsTests(Dialect.Postgres);
