using CsCheck;

namespace Matching.Storage.Tests;

public abstract class RunTests(Dialect dialect) : StoreTests(dialect)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(20);

    private static readonly AuditEntry Entry = new(Some.Now, "jobs", "POST /hubs/{hub}/rounds", null, "norr");

    [Fact]
    public async Task Of_many_who_want_a_weeks_round_at_once_one_gets_it()
    {
        await using var temporary = await PeopleAsync();
        var leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ClaimAsync(temporary, $"worker-{i}", Some.Now)));
        var lease = Assert.Single(leases.OfType<RunLease>());
        Assert.Equal(1, lease.Epoch);
        Assert.Null(await ClaimAsync(temporary, lease.Owner, Some.Now));
        Assert.NotNull(await temporary.Store.ClaimRunAsync("norr", new(2026, 49), "other", Some.Now, Life, Ct));
    }

    [Fact]
    public async Task What_is_drawn_is_there_with_its_entry_in_the_audit_and_is_drawn_no_more()
    {
        await using var temporary = await PeopleAsync();
        var lease = (await ClaimAsync(temporary, "one", Some.Now))!;
        var revision = await temporary.Store.FindRevisionAsync(Ct);
        Assert.Equal(RunOutcome.Saved, await temporary.Store.SaveRunAsync(lease, Round(), Entry, Ct));
        Assert.Equal(revision + 1, await temporary.Store.FindRevisionAsync(Ct));
        Same.As(Round(), await temporary.Store.FindRoundAsync("round", Ct));
        Assert.Equal(Entry, Assert.Single((await temporary.Store.ListAuditAsync(null, null, new PageRequest(), Ct)).Items).Entry);
        Assert.Null(await ClaimAsync(temporary, "two", Some.Now.AddDays(1)));
        Assert.Equal(RunOutcome.LeaseLost, await temporary.Store.SaveRunAsync(lease, Round(), Entry, Ct));
        Assert.Single((await temporary.Store.ListAuditAsync(null, null, new PageRequest(), Ct)).Items);
    }

    [Fact]
    public async Task A_lease_is_taken_over_when_it_has_expired_and_not_before()
    {
        await using var temporary = await PeopleAsync();
        await ClaimAsync(temporary, "one", Some.Now);
        Assert.Null(await ClaimAsync(temporary, "two", Some.Now + Life - TimeSpan.FromMilliseconds(1)));
        var second = await ClaimAsync(temporary, "two", Some.Now + Life);
        Assert.Equal(("two", 2), (second!.Owner, second.Epoch));
    }

    [Fact]
    public async Task One_who_was_passed_over_can_write_nothing_any_more()
    {
        await using var temporary = await PeopleAsync();
        var old = (await ClaimAsync(temporary, "one", Some.Now))!;
        var present = (await ClaimAsync(temporary, "two", Some.Now + Life))!;
        Assert.False(await temporary.Store.RenewRunAsync(old, Some.Now.AddHours(1), Ct));
        Assert.False(await temporary.Store.ReleaseRunAsync(old, Some.Now, Ct));
        Assert.Equal(RunOutcome.LeaseLost, await temporary.Store.SaveRunAsync(old, Round() with { ShareOfBound = 0.5 }, Entry, Ct));
        Assert.Null(await temporary.Store.FindRoundAsync("round", Ct));
        Assert.Equal(RunOutcome.Saved, await temporary.Store.SaveRunAsync(present, Round(), Entry, Ct));
    }

    [Fact]
    public async Task The_same_process_with_an_old_epoch_is_passed_over_too()
    {
        await using var temporary = await PeopleAsync();
        var old = (await ClaimAsync(temporary, "one", Some.Now))!;
        Assert.Equal(2, (await ClaimAsync(temporary, "one", Some.Now + Life))!.Epoch);
        Assert.Equal(RunOutcome.LeaseLost, await temporary.Store.SaveRunAsync(old, Round(), Entry, Ct));
    }

    [Fact]
    public async Task A_lease_that_expired_and_that_nobody_took_over_is_still_good()
    {
        await using var temporary = await PeopleAsync();
        var lease = (await ClaimAsync(temporary, "one", Some.Now))!;
        Assert.Equal(RunOutcome.Saved, await temporary.Store.SaveRunAsync(lease, Round(), Entry with { At = Some.Now.AddHours(1) }, Ct));
    }

    [Fact]
    public async Task A_prolonged_lease_is_not_taken_over()
    {
        await using var temporary = await PeopleAsync();
        var lease = (await ClaimAsync(temporary, "one", Some.Now))!;
        Assert.True(await temporary.Store.RenewRunAsync(lease, Some.Now + 2 * Life, Ct));
        Assert.Null(await ClaimAsync(temporary, "two", Some.Now + Life));
        Assert.NotNull(await ClaimAsync(temporary, "two", Some.Now + 2 * Life));
    }

    [Fact]
    public async Task What_is_given_back_waits_until_it_is_said_to_and_the_third_try_is_counted_as_late()
    {
        await using var temporary = await PeopleAsync();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var now = Some.Now.AddMinutes(attempt);
            var lease = (await ClaimAsync(temporary, "one", now))!;
            Assert.Equal(attempt, lease.Epoch);
            Assert.True(await temporary.Store.ReleaseRunAsync(lease, now.AddMinutes(1), Ct));
            Assert.Null(await ClaimAsync(temporary, "two", now.AddSeconds(59)));
            Assert.Equal(attempt == 3 ? 1 : 0, (await temporary.Store.CountWorkAsync(Ct)).RoundsLate);
        }
    }

    [Fact]
    public async Task A_round_that_a_host_drew_stands_whether_before_the_work_was_taken_or_while_it_was_done()
    {
        await using var temporary = await PeopleAsync();
        await temporary.Store.SaveDraftAsync(Round() with { ShareOfBound = 0.25 }, Ct);
        Assert.Null(await ClaimAsync(temporary, "one", Some.Now));
        var week = new Profiles.IsoWeek(2026, 49);
        var lease = (await temporary.Store.ClaimRunAsync("norr", week, "one", Some.Now, Life, Ct))!;
        var hosts = Some.Round() with { Id = "next", Week = week, ShareOfBound = 0.25 };
        await temporary.Store.SaveDraftAsync(hosts, Ct);
        Assert.Equal(RunOutcome.AlreadyDrawn, await temporary.Store.SaveRunAsync(lease, hosts with { ShareOfBound = 1 }, Entry, Ct));
        Assert.Equal(0.25, (await temporary.Store.FindRoundAsync("next", Ct))!.ShareOfBound);
        Assert.Null(await temporary.Store.ClaimRunAsync("norr", week, "two", Some.Now + Life, Life, Ct));
        Assert.Empty((await temporary.Store.ListAuditAsync(null, null, new PageRequest(), Ct)).Items);
    }

    [Fact]
    public async Task A_run_is_of_a_hub_that_is_there_and_goes_with_it()
    {
        await using var temporary = await PeopleAsync();
        Assert.Equal(StoreFault.BrokenReference, (await Assert.ThrowsAsync<StoreException>(() => temporary.Store.ClaimRunAsync("nowhere", Some.Week, "one", Some.Now, Life, Ct))).Fault);
        await temporary.PutAsync(import => import.Put(Some.Hub("syd")));
        await temporary.Store.ClaimRunAsync("syd", Some.Week, "one", Some.Now, Life, Ct);
        Assert.Equal(DeleteOutcome.Deleted, await temporary.Store.DeleteHubAsync("syd", Ct));
    }

    [Fact]
    public async Task A_round_of_another_week_cannot_be_saved_under_a_lease()
    {
        await using var temporary = await PeopleAsync();
        var lease = (await ClaimAsync(temporary, "one", Some.Now))!;
        await Assert.ThrowsAsync<ArgumentException>(() => temporary.Store.SaveRunAsync(lease, Round() with { Week = new(2026, 49) }, Entry, Ct));
    }

    // Whatever three processes do at whatever times, one of them saves, and it is the one that took the work last.
    [Fact]
    public Task However_three_processes_interleave_only_the_last_to_take_the_work_saves() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 30]).Array[1, 25].SampleAsync(
        async steps =>
        {
            await using var temporary = await PeopleAsync();
            var now = Some.Now;
            var held = new RunLease?[3];
            long last = 0;
            var saved = false;
            foreach (var (worker, act, seconds) in steps)
            {
                now = now.AddSeconds(seconds);
                if (act == 0 && await ClaimAsync(temporary, $"worker-{worker}", now) is { } lease)
                {
                    Assert.False(saved);
                    Assert.Equal(last + 1, lease.Epoch);
                    (held[worker], last) = (lease, lease.Epoch);
                }
                else if (act == 1 && held[worker] is { } mine)
                {
                    var outcome = await temporary.Store.SaveRunAsync(mine, Round(), Entry with { At = now }, Ct);
                    Assert.Equal(mine.Epoch == last && !saved ? RunOutcome.Saved : RunOutcome.LeaseLost, outcome);
                    saved |= outcome == RunOutcome.Saved;
                }
                else if (act == 2 && held[worker] is { } prolonged)
                {
                    Assert.Equal(prolonged.Epoch == last && !saved, await temporary.Store.RenewRunAsync(prolonged, now + Life, Ct));
                }
            }
            Assert.Equal(saved ? 1 : 0, (await temporary.Store.ListRoundsAsync("norr", new PageRequest(), Ct)).Total);
        },
        iter: 20,
        threads: 1);

    private static StoredRound Round() => Some.Round(Some.Introduction("i1", "anna", "bo"));

    private static Task<RunLease?> ClaimAsync(TemporaryStore temporary, string owner, DateTimeOffset now) =>
        temporary.Store.ClaimRunAsync("norr", Some.Week, owner, now, Life, Ct);

    private async Task<TemporaryStore> PeopleAsync()
    {
        var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Some.People(import, "anna", "bo"));
        return temporary;
    }
}

public sealed class SqliteRunTests() : RunTests(Dialect.Sqlite);

public sealed class PostgresRunTests() : RunTests(Dialect.Postgres);
