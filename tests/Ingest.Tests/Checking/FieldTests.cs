using Matching.Ingest.Tests.Fixtures;
using Matching.Profiles;

namespace Matching.Ingest.Tests.Checking;

/// <summary>Each field of each table with what is wrong, and what the message then says.</summary>
public sealed class FieldTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hubs", "id,name", ",Norr", "id", "empty")]
    [InlineData("hubs", "id,name", "a\u200Bb,Norr", "id", "U+200B")]
    [InlineData("hubs", "id,name", "\"a\nb\",Norr", "id", "U+000A")]
    [InlineData("hubs", "id,name", "x,", "name", "empty")]
    [InlineData("hubs", "id,name", "x,\"Nor\nr\"", "name", "one line")]
    [InlineData("hubs", "id,name", "x,Nor\u001Br", "name", "U+001B")]
    [InlineData("hubs", "id,name,latitude", "x,X,90.1", "latitude", "from -90 to 90")]
    [InlineData("hubs", "id,name,latitude", "x,X,north", "latitude", "no number")]
    [InlineData("hubs", "id,name,latitude", "x,X,NaN", "latitude", "no number")]
    [InlineData("hubs", "id,name,latitude", "x,X,\"1,234.5\"", "latitude", "no number")]
    [InlineData("hubs", "id,name,longitude", "x,X,-180.5", "longitude", "from -180 to 180")]
    [InlineData("hubs", "id,name,withhold", "x,X,0.2", "withhold", "from 0 to 0.15")]
    [InlineData("members", "id,name,organisation,hub,challenges,complexity", "x,X,skv,norr,a|b,advice", "complexity", "1 words for 2 challenges")]
    [InlineData("members", "id,name,organisation,hub,challenges,complexity", "x,X,skv,norr,a,hard", "complexity", "information, advice, joint")]
    [InlineData("hubs", "id,name,time_zone", "x,X,Europe/Kiruna", "time_zone", "IANA")]
    [InlineData("hubs", "id,name,neighbours", "x,X,norr|x", "neighbours", "itself")]
    [InlineData("hubs", "id,name,neighbours", "x,X,norr|mitt", "neighbours", "no hub 'mitt'")]
    [InlineData("organisations", "id,name,sector", "x,X,state", "sector", "agency, county-board, municipality, region, public-company, university, business, association, other")]
    [InlineData("organisations", "id,name,sector", "x,X,", "sector", "empty. Write one of agency")]
    [InlineData("organisations", "id,name,sector,unit_of", "x,X,agency,nix", "unit_of", "no organisation 'nix'")]
    [InlineData("organisations", "id,name,sector,unit_of", "x,X,agency,x", "unit_of", "unit of itself")]
    [InlineData("organisations", "id,name,sector,function_address", "x,X,agency,info", "function_address", "anna@example.se")]
    [InlineData("organisations", "id,name,sector,website", "x,X,agency,javascript:alert(1)", "website", "https://")]
    [InlineData("members", "id,name,organisation,hub", "x,X,nix,norr", "organisation", "no organisation 'nix'")]
    [InlineData("members", "id,name,organisation,hub", "x,X,skv,nix", "hub", "no hub 'nix'")]
    [InlineData("members", "id,name,organisation,hub,other_hubs", "x,X,skv,norr,syd|nix", "other_hubs", "no hub 'nix'")]
    [InlineData("members", "id,name,organisation,hub,email", "x,X,skv,norr,a@b", "email", "mail address")]
    [InlineData("members", "id,name,organisation,hub,email", "x,X,skv,norr,a b@c.se", "email", "mail address")]
    [InlineData("members", "id,name,organisation,hub,languages", "x,X,skv,norr,svenska", "languages", "language tag")]
    [InlineData("members", "id,name,organisation,hub,days", "x,X,skv,norr,mon|freitag", "days", "mon, tue, wed")]
    [InlineData("members", "id,name,organisation,hub,remote", "x,X,skv,norr,maybe", "remote", "yes or no")]
    [InlineData("members", "id,name,organisation,hub,happy_to_help", "x,X,skv,norr,2", "happy_to_help", "yes or no")]
    [InlineData("members", "id,name,organisation,hub,matchable", "x,X,skv,norr,unknown", "matchable", "yes or no")]
    [InlineData("members", "id,name,organisation,hub,capacity", "x,X,skv,norr,3", "capacity", "from 0 to 2")]
    [InlineData("members", "id,name,organisation,hub,capacity", "x,X,skv,norr,1.5", "capacity", "whole number")]
    [InlineData("members", "id,name,organisation,hub,joined", "x,X,skv,norr,2026-02-31", "joined", "does not exist")]
    [InlineData("members", "id,name,organisation,hub,joined", "x,X,skv,norr,24/11/2026", "joined", "2026-11-24")]
    [InlineData("members", "id,name,organisation,hub,joined", "x,X,skv,norr,0001-01-01", "joined", "1900 to 2200")]
    [InlineData("events", "id,hub,title,starts_at", "x,nix,X,2026-11-24T09:00:00Z", "hub", "no hub 'nix'")]
    [InlineData("events", "id,hub,title,starts_at", "x,norr,X,2026-11-24T09:00:00", "starts_at", "no offset")]
    [InlineData("events", "id,hub,title,starts_at", "x,norr,X,2026-11-24", "starts_at", "no time of day")]
    [InlineData("events", "id,hub,title,starts_at,ends_at", "x,norr,X,2026-11-24T09:00:00Z,2026-11-24T08:59:59Z", "ends_at", "ends before it starts")]
    [InlineData("events", "id,hub,title,starts_at,capacity", "x,norr,X,2026-11-24T09:00:00Z,0", "capacity", "from 1")]
    [InlineData("events", "id,hub,title,starts_at,capacity,min_attendance", "x,norr,X,2026-11-24T09:00:00Z,5,6", "min_attendance", "capacity")]
    [InlineData("events", "id,hub,title,starts_at,sectors", "x,norr,X,2026-11-24T09:00:00Z,agency|firm", "sectors", "'firm'")]
    [InlineData("ties", "a,b,kind", "anna,anna,advice", "b", "two different")]
    [InlineData("ties", "a,b,kind", "anna,nix,advice", "b", "no member 'nix'")]
    [InlineData("ties", "a,b,kind", "anna,bo,friend", "kind", "declared, advice, same-team")]
    [InlineData("ties", "a,b,kind,weight", "anna,bo,advice,1.01", "weight", "from 0 to 1")]
    [InlineData("interactions", "a,b,kind,at", "anna,anna,met,2026-11-24T09:00:00Z", "b", "two different")]
    [InlineData("interactions", "a,b,kind,at", "nix,anna,met,2026-11-24T09:00:00Z", "a", "no member 'nix'")]
    [InlineData("interactions", "a,b,kind,at", "anna,bo,mett,2026-11-24T09:00:00Z", "kind", "met, meeting, introduced, declared, collaboration, message, same-team, co-attendance")]
    [InlineData("interactions", "a,b,kind,at", "anna,bo,met,2026-02-31T09:00:00Z", "at", "does not exist")]
    [InlineData("interactions", "a,b,kind,at", "anna,bo,met,0001-01-01T00:00:00Z", "at", "1900 to 2200")]
    [InlineData("interactions", "a,b,kind,at", "anna,bo,met,9999-12-31T23:59:59Z", "at", "1900 to 2200")]
    [InlineData("interactions", "a,b,kind,at", "anna,bo,met,2026-11-24T25:00:00Z", "at", "no time")]
    [InlineData("interactions", "a,b,kind,at", "anna,bo,met,2026-11-24T09:00:00+15:00", "at", "no offset that exists")]
    [InlineData("interactions", "a,b,kind,at", "anna,bo,met,yesterday", "at", "no time")]
    [InlineData("interactions", "a,b,kind,at,minutes", "anna,bo,met,2026-11-24T09:00:00Z,0", "minutes", "0 minutes")]
    [InlineData("interactions", "a,b,kind,at,minutes", "anna,bo,met,2026-11-24T09:00:00Z,-1", "minutes", "from 0 to 10080")]
    [InlineData("interactions", "a,b,kind,at,minutes", "anna,bo,met,2026-11-24T09:00:00Z,10081", "minutes", "from 0 to 10080")]
    [InlineData("interactions", "a,b,kind,at,useful", "anna,bo,met,2026-11-24T09:00:00Z,very", "useful", "yes, no and unknown")]
    [InlineData("checkins", "member,hub,day", "anna,norr,2026-11-24T09:00:00Z", "day", "more than a date")]
    [InlineData("checkins", "member,hub,day", "anna,nix,2026-11-24", "hub", "no hub 'nix'")]
    [InlineData("checkins", "member,hub,day", "nix,norr,2026-11-24", "member", "no member 'nix'")]
    [InlineData("attendance", "event,member,status", "nix,anna,invited", "event", "no event 'nix'")]
    [InlineData("attendance", "event,member,status", "fika,nix,invited", "member", "no member 'nix'")]
    [InlineData("attendance", "event,member,status", "fika,anna,came", "status", "invited, registered, attended, declined, no-show")]
    [InlineData("rules", "kind,a,b", "never,nix,anna", "a", "neither a member nor an organisation 'nix'")]
    [InlineData("rules", "kind,a,b", "never,anna,nix", "b", "neither a member nor an organisation 'nix'")]
    [InlineData("rules", "kind,a,b", "never,anna,anna", "b", "two different")]
    [InlineData("rules", "kind,a,b", "always,anna,bo", "kind", "never, prefer, same-team, quarantine")]
    [InlineData("rules", "kind,a,b,until", "never,anna,bo,soon", "until", "2026-11-24")]
    public async Task A_row_with_this_is_rejected_with_its_line_its_column_and_what_would_be_right(string table, string header, string row, string column, string says)
    {
        await using var bench = await Bench.OpenFilledAsync();
        var reject = await bench.RejectOneAsync(table, header, row);
        Assert.Equal(($"{table}.csv", 2L, column), (reject.File, reject.Line, reject.Column));
        Assert.Contains(says, reject.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_has_at_most_200_characters_and_loses_the_space_around_it()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(("hubs.csv", $"id,name\n{new string('x', 201)},X\n  {new string('y', 200)}\u00A0,Y\n"));
        Assert.Equal(2, Assert.Single(report.Rejects).Line);
        Assert.NotNull(await bench.Store.FindHubAsync(new string('y', 200), Ct));
    }

    [Fact]
    public async Task A_cell_of_20_000_characters_is_kept_and_one_more_is_not()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(("organisations.csv", $"id,name,sector,remit\na,A,agency,{new string('x', 20_000)}\nb,B,agency,{new string('x', 20_001)}\n"));
        Assert.Equal((3L, "remit"), (Assert.Single(report.Rejects).Line, report.Rejects[0].Column));
        Assert.Equal(20_000, (await bench.Store.FindOrganisationAsync("a", Ct))!.Remit!.Length);
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("JA", true)]
    [InlineData("True", true)]
    [InlineData("1", true)]
    [InlineData("no", false)]
    [InlineData("Nej", false)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    public async Task Yes_and_no_may_be_written_in_four_ways(string text, bool value)
    {
        await using var bench = await Bench.OpenFilledAsync();
        var report = await bench.ImportAsync(("members.csv", $"id,name,organisation,hub,remote,matchable\nx,X,skv,norr,{text},{text}\n"));
        Assert.Empty(report.Rejects);
        var member = await bench.Store.FindMemberAsync("x", Ct);
        Assert.Equal((value, value), (member!.Remote, member.Matchable));
    }

    [Theory]
    [InlineData("63.825", 63.825)]
    [InlineData("\"63,825\"", 63.825)]
    [InlineData("-12", -12.0)]
    [InlineData("1E1", 10.0)]
    public async Task Numbers_have_a_point_or_a_comma(string text, double value)
    {
        await using var bench = await Bench.OpenAsync();
        Assert.Empty((await bench.ImportAsync(("hubs.csv", $"id,name,latitude\nx,X,{text}\n"))).Rejects);
        Assert.Equal(value, (await bench.Store.FindHubAsync("x", Ct))!.Latitude);
    }

    [Theory]
    [InlineData("2026-11-24T09:00:00+01:00", 0)]
    [InlineData("2026-11-24T08:00Z", 0)]
    [InlineData("2026-11-24 08:00:00z", 0)]
    [InlineData("2026-11-24T09:00:00+01", 0)]
    [InlineData("2026-11-24T09:00:00+0100", 0)]
    [InlineData("2026-11-23T22:30:00-09:30", 0)]
    [InlineData("2026-11-24T08:00:00.250Z", 250)]
    [InlineData("2026-11-24T08:00:00.2500000001Z", 250)]
    public async Task A_time_may_be_written_as_ISO_8601_allows(string text, int milliseconds)
    {
        await using var bench = await Bench.OpenFilledAsync();
        Assert.Empty((await bench.ImportAsync(("events.csv", $"id,hub,title,starts_at\nx,norr,X,{text}\n"))).Rejects);
        var gathering = await bench.Store.FindGatheringAsync("x", Ct);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 8, 0, 0, milliseconds, TimeSpan.Zero), gathering!.StartsAt);
    }

    [Fact]
    public async Task What_a_members_row_does_not_say_is_consent_help_and_one_introduction_a_week()
    {
        await using var bench = await Bench.OpenFilledAsync();
        var anna = await bench.Store.FindMemberAsync("anna", Ct);
        Assert.Equal((true, true, 1, false, null), (anna!.Matchable, anna.HappyToHelp, anna.Capacity, anna.Remote, anna.Joined));
    }

    [Fact]
    public async Task Lists_lose_what_is_empty_or_twice_and_the_home_hub_is_no_other_hub()
    {
        await using var bench = await Bench.OpenFilledAsync();
        Assert.Empty((await bench.ImportAsync(("members.csv", "id,name,organisation,hub,other_hubs,skills,languages,days\nx,X,skv,norr,norr|syd,a||b | a|,SV|sv|en-GB,Mon|mon\n"))).Rejects);
        var member = await bench.Store.FindMemberAsync("x", Ct);
        Assert.Equal(["syd"], member!.OtherHubs);
        Assert.Equal(["a", "b"], member.Skills);
        Assert.Equal(["sv", "en-gb"], member.Languages);
        Assert.Equal([Weekday.Mon], member.Days);
    }

    [Theory]
    [InlineData("id,name,organization,hub", "organisation", "'organization'")]
    [InlineData("id,namn,organisation,hub", "name", "'namn'")]
    [InlineData("id,name,organisation", "hub", "members need id, name, organisation, hub")]
    [InlineData("id\tname\torganisation\thub", "id", "tabs")]
    public async Task A_file_that_lacks_a_required_column_is_refused_whole_with_a_hint(string header, string column, string hint)
    {
        await using var bench = await Bench.OpenFilledAsync();
        var reject = await bench.RejectOneAsync("members", header, header.Replace("id", "x", StringComparison.Ordinal));
        Assert.True(reject.IsWholeFile);
        Assert.Equal(("members.csv", 1L, column), (reject.File, reject.Line, reject.Column));
        Assert.Contains(hint, reject.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_names_a_column_twice_is_refused_whole()
    {
        await using var bench = await Bench.OpenAsync();
        var reject = await bench.RejectOneAsync("hubs", "id,name,Name", "norr,Norr,Nord");
        Assert.Equal((true, "name"), (reject.IsWholeFile, reject.Column));
    }

    [Fact]
    public async Task Of_two_rows_with_one_id_the_first_counts_and_the_other_names_its_line()
    {
        await using var bench = await Bench.OpenAsync();
        var report = await bench.ImportAsync(("hubs.csv", "id,name\nnorr,Norr\nsyd,Syd\nnorr,Nord\n"));
        var reject = Assert.Single(report.Rejects);
        Assert.Equal((4L, "id"), (reject.Line, reject.Column));
        Assert.StartsWith("line 2 has the same id", reject.Reason, StringComparison.Ordinal);
        Assert.Equal("Norr", (await bench.Store.FindHubAsync("norr", Ct))!.Name);
    }

    [Fact]
    public async Task A_row_that_names_a_rejected_one_says_where_that_was()
    {
        await using var bench = await Bench.OpenFilledAsync();
        var report = await bench.ImportAsync(
            ("interactions.csv", "a,b,kind,at\nulf,anna,met,2026-11-24T09:00:00Z\n"),
            ("members.csv", "id,name,organisation,hub,capacity\nulf,Ulf,skv,norr,9\n"),
            ("rules.csv", "kind,a,b\nnever,anna,ulf\n"));
        Assert.Equal(["members.csv", "rules.csv", "interactions.csv"], report.Rejects.Select(reject => reject.File));
        Assert.All(report.Rejects.Skip(1), reject => Assert.Contains("members.csv, line 2", reject.Reason, StringComparison.Ordinal));
    }
}
