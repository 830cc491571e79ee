using Matching.Ingest.Tests.Fixtures;

namespace Matching.Ingest.Tests.Checking;

/// <summary>What a host of the hub norr may import.</summary>
public sealed class ScopeTests
{
    private static readonly ImportOptions Norr = new() { Scope = new ImportScope(["norr"]) };

    [Theory]
    [InlineData("hubs", "id,name", "norr,Norra navet", true)]
    [InlineData("hubs", "id,name", "syd,Södra navet", false)]
    [InlineData("hubs", "id,name", "mitt,Mitt", false)]
    [InlineData("organisations", "id,name,sector", "ny,Ny,business", true)]
    [InlineData("organisations", "id,name,sector", "skv,Skatteverket i Umeå,agency", true)]
    [InlineData("members", "id,name,organisation,hub", "ny,Ny,skv,norr", true)]
    [InlineData("members", "id,name,organisation,hub", "ny,Ny,skv,syd", false)]
    [InlineData("members", "id,name,organisation,hub", "sara,Sara,ab,norr", false)]
    [InlineData("members", "id,name,organisation,hub,other_hubs", "ny,Ny,skv,norr,syd", false)]
    [InlineData("members", "id,name,organisation,hub,other_hubs", "gäst,Gäst,skv,norr,syd", true)]
    [InlineData("events", "id,hub,title,starts_at", "ny,norr,Ny,2026-11-24T09:00:00Z", true)]
    [InlineData("events", "id,hub,title,starts_at", "ny,syd,Ny,2026-11-24T09:00:00Z", false)]
    [InlineData("events", "id,hub,title,starts_at", "syfika,norr,Min,2026-11-24T09:00:00Z", false)]
    [InlineData("ties", "a,b,kind", "anna,sara,advice", true)]
    [InlineData("ties", "a,b,kind", "sara,siv,advice", false)]
    [InlineData("ties", "a,b,kind", "sara,gäst,advice", true)]
    [InlineData("interactions", "a,b,kind,at", "sara,anna,met,2026-10-24T09:00:00Z", true)]
    [InlineData("interactions", "a,b,kind,at", "sara,siv,met,2026-10-24T09:00:00Z", false)]
    [InlineData("checkins", "member,hub,day", "sara,norr,2026-10-24", true)]
    [InlineData("checkins", "member,hub,day", "anna,syd,2026-10-24", false)]
    [InlineData("attendance", "event,member,status", "fika,sara,attended", true)]
    [InlineData("attendance", "event,member,status", "syfika,anna,attended", false)]
    [InlineData("rules", "kind,a,b", "never,anna,sara", true)]
    [InlineData("rules", "kind,a,b", "never,sara,siv", false)]
    [InlineData("rules", "kind,a,b", "quarantine,ab,anna", true)]
    [InlineData("rules", "kind,a,b", "quarantine,ab,skv", false)]
    public async Task A_row_of_another_hub_is_rejected_and_one_of_the_hosts_own_is_not(string table, string header, string row, bool isTaken)
    {
        await using var bench = await Bench.OpenFilledAsync();
        Assert.Empty((await bench.ImportAsync(("members.csv", "id,name,organisation,hub,other_hubs\nsiv,Siv,ab,syd,\ngäst,Gäst,skv,norr,syd\n"))).Rejects);
        var report = await bench.ImportAsync(Norr, ($"{table}.csv", $"{header}\n{row}\n"));
        Assert.Equal(isTaken ? 0 : 1, report.Rejects.Count);
        Assert.Equal(isTaken ? 1 : 0, report.AcceptedRows);
        Assert.All(report.Rejects, reject => Assert.Matches("not yours|that is yours|every hub", reject.Reason));
    }

    [Fact]
    public async Task An_event_of_this_import_counts_as_the_hosts_own()
    {
        await using var bench = await Bench.OpenFilledAsync();
        var report = await bench.ImportAsync(Norr, ("events.csv", "id,hub,title,starts_at\nny,norr,Ny,2026-11-24T09:00:00Z\n"), ("attendance.csv", "event,member,status\nny,anna,invited\n"));
        Assert.Empty(report.Rejects);
    }

    [Fact]
    public async Task Without_a_scope_every_hub_may_be_touched()
    {
        await using var bench = await Bench.OpenFilledAsync();
        Assert.Empty((await bench.ImportAsync(("members.csv", "id,name,organisation,hub\nsara,Sara,ab,norr\n"))).Rejects);
    }
}
