using Matching.Ingest.Tests.Fixtures;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Ingest.Tests.Commands;

/// <summary>The real program: what it prints and what it answers to the shell.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("matching-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private void WriteSample()
    {
        Write("in/hubs.csv", Bench.Hubs);
        Write("in/organisations.csv", Bench.Organisations);
        Write("in/members.csv", Bench.Members);
    }

    private string Rejects => Path.Combine(folder, "rejects.csv");

    [Fact]
    public async Task All_in_answers_0_with_a_summary_and_writes_no_rejects()
    {
        WriteSample();
        var answer = await Cli.RunAsync(folder, "import", "in");
        Assert.Equal((0, ""), (answer.ExitCode, answer.Errors));
        Assert.Matches(@"table\s+read\s+added\s+changed\s+unchanged\s+rejected", answer.Output);
        Assert.Matches(@"members\s+3\s+3\s+0\s+0\s+0", answer.Output);
        Assert.False(File.Exists(Rejects));
        Assert.True(File.Exists(Path.Combine(folder, "data", "matching.db")));
    }

    [Fact]
    public async Task Output_that_is_no_terminal_has_neither_a_bar_nor_colours()
    {
        WriteSample();
        Write("in/organisations.csv", Bench.Organisations + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"o{i},O{i},agency\n")));
        var answer = await Cli.RunAsync(folder, "import", "in");
        Assert.DoesNotContain('\u001B', answer.Output + answer.Errors);
        Assert.DoesNotContain('%', answer.Output);
        Assert.DoesNotContain("Reading", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Some_rejected_answers_2_names_them_and_the_file_can_be_mended_and_imported_alone()
    {
        Write("in/hubs.csv", "id;name\nnorr;Norr\n");
        Write("in/organisations.csv", "id,name,sector,group\nskv,\"Skatte, \"\"verket\"\"\",agncy,=1+1\nab,AB,business,\n");
        Write("in/members.csv", "id,name,organisation,hub\nanna,Anna,skv,norr\nbo,Bo,ab,norr\n");
        Write("in/rules.csv", "kind,a,b,reason\nnever,bo,anna,gifta\n");
        var answer = await Cli.RunAsync(folder, "import", "in");
        Assert.Equal((2, ""), (answer.ExitCode, answer.Errors));
        Assert.Contains("organisations.csv:2: sector: 'agncy'", answer.Output, StringComparison.Ordinal);
        Assert.Contains("rejects.csv", answer.Output, StringComparison.Ordinal);
        Assert.Equal([0xEF, 0xBB, 0xBF], File.ReadAllBytes(Rejects)[..3]);
        var rejects = await File.ReadAllTextAsync(Rejects, TestContext.Current.CancellationToken);
        Assert.StartsWith("id,name,sector,group,organisation,hub,kind,a,b,reason,reject_reason,table\r\n", rejects, StringComparison.Ordinal);
        Assert.Contains("\"Skatte, \"\"verket\"\"\",agncy,=1+1,", rejects, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Rejects, rejects.Replace(",agncy,", ",agency,", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var mended = await Cli.RunAsync(folder, "import", "rejects.csv");
        Assert.Equal((0, ""), (mended.ExitCode, mended.Errors));
        Assert.DoesNotContain("Left alone", mended.Output, StringComparison.Ordinal);
        Assert.Contains("bo¦anna¦¦gifta", Bench.ListingOf(Path.Combine(folder, "data", "matching.db")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reason_of_a_rejection_never_becomes_the_reason_of_a_rule()
    {
        WriteSample();
        Write("in/rules.csv", "kind,a,b\nnevr,bo,anna\n");
        Assert.Equal(2, (await Cli.RunAsync(folder, "import", "in", "--rejects", "mine.csv")).ExitCode);
        var path = Path.Combine(folder, "mine.csv");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Replace("nevr,", "never,", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(0, (await Cli.RunAsync(folder, "import", "mine.csv")).ExitCode);
        Assert.Contains("never¦bo¦anna¦¦\n", Bench.ListingOf(Path.Combine(folder, "data", "matching.db")) + "\n", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_still_has_a_mask_or_names_no_table_is_rejected_again()
    {
        WriteSample();
        Write("in/members.csv", Bench.Members + "x,Ulf 811218-9876,skv,norr\ny,Y,skv,nix\n");
        Assert.Equal(2, (await Cli.RunAsync(folder, "import", "in")).ExitCode);
        var rejects = await File.ReadAllTextAsync(Rejects, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("9876", rejects, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Rejects, rejects.Replace("first\",members", "first\",membrs", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var again = await Cli.RunAsync(folder, "import", "rejects.csv");
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("still has the mark", again.Output, StringComparison.Ordinal);
        Assert.Contains("'membrs' in the column table is no table", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_folder_rejects_are_left_alone()
    {
        WriteSample();
        Write("in/rejects.csv", "id,name,reason,table\nmitt,Mitt,x,hubs\n");
        var answer = await Cli.RunAsync(folder, "import", "in");
        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("Left alone, no tables: rejects.csv", answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import", "nowhere")]
    [InlineData("import", "notes.txt")]
    [InlineData("import", "empty")]
    [InlineData("import", "hubs.csv", "--store", "Host=localhost")]
    [InlineData("import", "hubs.csv", "--store", "notes.txt")]
    [InlineData("backup", "one.backup")]
    [InlineData("restore", "notes.txt")]
    [InlineData("import")]
    [InlineData("imprt", "hubs.csv")]
    [InlineData("token", "--role", "host")]
    [InlineData("token", "--role", "boss", "--hub", "norr")]
    [InlineData("token", "--role", "member")]
    [InlineData("token", "--role", "admin", "--hours", "0")]
    public async Task What_cannot_be_done_answers_1_and_says_why_without_a_stack(params string[] args)
    {
        Write("notes.txt", "not a store, and not a table either; long enough to be looked at as one, whatever may be in it.");
        Write("hubs.csv", Bench.Hubs);
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        var answer = await Cli.RunAsync(folder, args);
        Assert.Equal(1, answer.ExitCode);
        Assert.NotEmpty(answer.Errors.Trim());
        Assert.DoesNotContain("   at ", answer.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Rejects));
    }

    [Theory]
    [InlineData("hubs.csv", "id,namn\nnorr,Norr\n", "'namn'")]
    [InlineData("hubs.csv", "%PDF-1.7", "PDF")]
    [InlineData("hubs.csv", "", "empty")]
    public async Task A_file_that_cannot_be_used_alone_answers_1_and_nothing_is_done(string name, string text, string says)
    {
        Write(name, text);
        var answer = await Cli.RunAsync(folder, "import", name);
        Assert.Equal(1, answer.ExitCode);
        Assert.Contains(says, answer.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", answer.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Rejects));
    }

    [Fact]
    public async Task A_dry_run_keeps_nothing_and_says_so()
    {
        WriteSample();
        var answer = await Cli.RunAsync(folder, "import", "in", "--dry-run", "--store", "mine.db");
        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("nothing was kept", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", Bench.ListingOf(Path.Combine(folder, "mine.db")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_says_where_the_store_is_unless_an_option_does()
    {
        WriteSample();
        var environment = new Dictionary<string, string?> { ["Matching__Store"] = "Data Source=env.db" };
        Assert.Equal(0, (await Cli.RunAsync(folder, environment, ["import", "in"])).ExitCode);
        Assert.True(File.Exists(Path.Combine(folder, "env.db")));
        Assert.Equal(0, (await Cli.RunAsync(folder, environment, ["import", "in", "--store", "option.db"])).ExitCode);
        Assert.True(File.Exists(Path.Combine(folder, "option.db")));
    }

    [Fact]
    public async Task Several_paths_are_one_import_and_each_file_is_named_with_its_own()
    {
        WriteSample();
        Write("more/members.csv", "id,name,organisation,hub\nx,X,nix,norr\n");
        var answer = await Cli.RunAsync(folder, "import", "in", "more");
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("more/members.csv:2: organisation:", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_names_with_brackets_and_commands_for_the_terminal_do_no_harm()
    {
        Write("in/hubs.csv", "id,name,[red]x,\u001B[31mz\nnorr,Norr,1,2\n");
        var answer = await Cli.RunAsync(folder, "import", "in");
        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("[red]x", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001B', answer.Output);
    }

    [Fact]
    public async Task Where_rejects_cannot_be_written_nothing_is_imported()
    {
        WriteSample();
        Write("in/members.csv", "id,name,organisation,hub\nx,X,nix,norr\n");
        var answer = await Cli.RunAsync(folder, "import", "in", "--rejects", "nowhere/rejects.csv");
        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("no folder 'nowhere'", answer.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "data")));
    }

    [Fact]
    public async Task A_backup_is_restored_into_an_empty_store_and_into_no_other()
    {
        WriteSample();
        await Cli.RunAsync(folder, "import", "in");
        Assert.Equal(0, (await Cli.RunAsync(folder, "backup", "one.backup")).ExitCode);
        Assert.Equal(0, (await Cli.RunAsync(folder, "restore", "one.backup", "--store", "other.db")).ExitCode);
        Assert.Equal(0, (await Cli.RunAsync(folder, "backup", "two.backup", "--store", "other.db")).ExitCode);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "one.backup")), File.ReadAllBytes(Path.Combine(folder, "two.backup")));
        var refusal = await Cli.RunAsync(folder, "restore", "one.backup");
        Assert.Equal(1, refusal.ExitCode);
        Assert.Contains("is not empty", refusal.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_was_erased_since_a_backup_is_erased_again_by_the_list_that_is_named()
    {
        WriteSample();
        await Cli.RunAsync(folder, "import", "in");
        await Cli.RunAsync(folder, "backup", "one.backup");
        string member;
        var store = await SqlStore.OpenAsync(StoreAddress.Parse(Path.Combine(folder, "data", "matching.db")), TestContext.Current.CancellationToken);
        await using (store)
        {
            member = (await store.ListMembersAsync(new PageRequest(), null, TestContext.Current.CancellationToken)).Items[0].Id;
            await store.DeleteMemberAsync(member, TestContext.Current.CancellationToken);
        }
        var answer = await Cli.RunAsync(folder, "restore", "one.backup", "--store", "other.db", "--erased", "data/matching.db.erased");
        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("backup: 1.", answer.Output, StringComparison.Ordinal);
        var other = await SqlStore.OpenAsync(StoreAddress.Parse(Path.Combine(folder, "other.db")), TestContext.Current.CancellationToken);
        await using (other) Assert.Null(await other.FindMemberAsync(member, TestContext.Current.CancellationToken));
        var missing = await Cli.RunAsync(folder, "restore", "one.backup", "--store", "third.db", "--erased", "nowhere");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("no list", missing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_old_is_let_go_of_and_counted()
    {
        WriteSample();
        await Cli.RunAsync(folder, "import", "in");
        File.WriteAllText(Path.Combine(folder, "checkins.csv"), $"member,hub,day\n{await FirstMemberAsync()}\n");
        await Cli.RunAsync(folder, "import", "checkins.csv");
        var answer = await Cli.RunAsync(folder, "retain");
        Assert.Equal((0, "Deleted: check-ins 1, introductions 0, sign-in links 0, kept replies 0."), (answer.ExitCode, answer.Output.Trim()));
    }

    // With her hub, and a day of long ago.
    private async Task<string> FirstMemberAsync()
    {
        var store = await SqlStore.OpenAsync(StoreAddress.Parse(Path.Combine(folder, "data", "matching.db")), TestContext.Current.CancellationToken);
        await using (store)
        {
            var member = (await store.ListMembersAsync(new PageRequest(), null, TestContext.Current.CancellationToken)).Items[0];
            return $"{member.Id},{member.Hub},2020-01-07";
        }
    }

    [Fact]
    public async Task A_token_is_one_line_on_standard_output_and_good_for_the_key_beside_the_store()
    {
        var answer = await Cli.RunAsync(folder, "token", "--role", "host", "--hub", "norr", "--hub", "syd", "--hours", "2");
        Assert.Equal((0, ""), (answer.ExitCode, answer.Errors));
        Assert.Matches(@"^[\w-]+\.[\w-]+\.[\w-]+\r?\n$", answer.Output);
        Assert.True(File.Exists(LocalKey.DefaultPath(StoreAddress.Parse(Path.Combine(folder, "data", "matching.db")))));
    }

    [Fact]
    public async Task The_key_may_lie_elsewhere()
    {
        var environment = new Dictionary<string, string?> { ["Matching__Access__KeyFile"] = "env.key" };
        Assert.Equal(0, (await Cli.RunAsync(folder, environment, ["token", "--role", "admin"])).ExitCode);
        Assert.True(File.Exists(Path.Combine(folder, "env.key")));
        Assert.Equal(0, (await Cli.RunAsync(folder, environment, ["token", "--role", "member", "--member", "anna", "--key-file", "option.key"])).ExitCode);
        Assert.True(File.Exists(Path.Combine(folder, "option.key")));
    }
}
