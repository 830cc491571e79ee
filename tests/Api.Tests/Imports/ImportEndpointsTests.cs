using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Matching.Api.Tests.Imports;

public sealed class ImportEndpointsTests
{
    [Fact]
    public async Task One_table_as_csv_is_taken_and_bad_rows_are_named()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var report = await Http.Read(await host.PostAsync("imports?table=members", Csv("id;name;organisation;hub;shoe\nn1;Nina Ek;kommun;lulea;38\nn2;Otto Al;okänd;lulea;44\n")), HttpStatusCode.OK);
        Assert.Equal(1, (int)report["accepted"]!["members"]!);
        var reject = Assert.Single(report["rejected"]!.AsArray())!;
        Assert.Equal((3, "organisation"), ((int)reject["line"]!, (string)reject["column"]!));
        Assert.Contains("okänd", (string)reject["reason"]!, StringComparison.Ordinal);
        Assert.Equal("shoe", (string)report["unknownColumns"]!.AsObject().Single().Value![0]!);
        Assert.NotNull(await server.Store.FindMemberAsync("n1"));
        Assert.Null(await server.Store.FindMemberAsync("n2"));
    }

    [Fact]
    public async Task A_zip_of_the_folder_is_taken_and_the_second_time_changes_nothing()
    {
        await using var server = await RunningServer.StartAsync(empty: true);
        using var admin = server.Admin;
        var zip = Zip(("hubs.csv", "id,name\nh,Hubben\n"), ("organisations.csv", "id,name,sector\no,Org,agency\n"), ("members.csv", "id,name,organisation,hub\nm,Mia,o,h\n"), ("readme.txt", "hej"));
        var first = await Http.Read(await admin.PostAsync("imports", Content(zip, "application/zip")), HttpStatusCode.OK);
        Assert.Equal((1, 1, 1), ((int)first["accepted"]!["hubs"]!, (int)first["accepted"]!["organisations"]!, (int)first["accepted"]!["members"]!));
        Assert.Equal("readme.txt", (string)Assert.Single(first["unknownFiles"]!.AsArray())!);
        var second = await Http.Read(await admin.PostAsync("imports", Content(zip, "application/zip")), HttpStatusCode.OK);
        Assert.Equal(1, (int)second["unchanged"]!["members"]!);
    }

    [Fact]
    public async Task Files_of_a_form_are_taken_together()
    {
        await using var server = await RunningServer.StartAsync(empty: true);
        using var admin = server.Admin;
        using var form = ThreeFiles();
        var report = await Http.Read(await admin.PostAsync("imports", form), HttpStatusCode.OK);
        Assert.Empty(report["rejected"]!.AsArray());
        Assert.Equal(1, (int)report["accepted"]!["members"]!);
    }

    [Fact]
    public async Task Several_files_with_a_key_are_read_as_without_one()
    {
        await using var server = await RunningServer.StartAsync(empty: true);
        using var admin = server.Admin;
        using var form = ThreeFiles();
        admin.DefaultRequestHeaders.Add("Idempotency-Key", "several");
        var report = await Http.Read(await admin.PostAsync("imports", form), HttpStatusCode.OK);
        Assert.Empty(report["rejected"]!.AsArray());
        Assert.Equal(1, (int)report["accepted"]!["members"]!);
    }

    [Fact]
    public async Task A_form_sent_again_between_other_boundaries_is_the_same_request_and_one_with_another_file_is_not()
    {
        await using var server = await RunningServer.StartAsync(empty: true);
        using var admin = server.Admin;
        admin.DefaultRequestHeaders.Add("Idempotency-Key", "again");
        Task<HttpResponseMessage> Send(string boundary, string name) =>
            admin.PostAsync("imports", new MultipartFormDataContent(boundary) { { Csv($"id,name\nh,{name}\n"), "files", "hubs.csv" } });
        var first = await Http.Read(await Send("one", "Hubben"), HttpStatusCode.OK);
        Assert.Equal(first.ToJsonString(), (await Http.Read(await Send("two", "Hubben"), HttpStatusCode.OK)).ToJsonString());
        await Http.Problem(await Send("one", "Navet"), HttpStatusCode.UnprocessableEntity, "Idempotency-Key");
        // A form that is cut short is for the import to refuse, in its own words.
        admin.DefaultRequestHeaders.Remove("Idempotency-Key");
        admin.DefaultRequestHeaders.Add("Idempotency-Key", "broken");
        using var broken = new StringContent("--one\r\nContent-Disposition: form-data; name=files; filename=hubs.csv\r\n\r\nid", Encoding.UTF8);
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=one");
        await Http.Problem(await admin.PostAsync("imports", broken), HttpStatusCode.BadRequest, "body");
    }

    [Fact]
    public async Task A_dry_run_tells_and_keeps_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var report = await Http.Read(await host.PostAsync("imports?table=members&dryRun=true", Csv("id,name,organisation,hub\nn1,Nina,kommun,lulea\n")), HttpStatusCode.OK);
        Assert.Equal(1, (int)report["accepted"]!["members"]!);
        Assert.Null(await server.Store.FindMemberAsync("n1"));
    }

    [Fact]
    public async Task A_host_imports_into_her_own_hubs_alone()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var report = await Http.Read(await host.PostAsync("imports?table=members", Csv("id,name,organisation,hub\nn1,Nina,kommun,boden\nb01,Kapad,kommun,lulea\n")), HttpStatusCode.OK);
        Assert.Equal(2, report["rejected"]!.AsArray().Count);
        Assert.Equal("Moa Os", (await server.Store.FindMemberAsync("b01"))!.Name);
    }

    [Fact]
    public async Task Csv_must_say_which_table_it_is()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        await Http.Problem(await host.PostAsync("imports", Csv("id,name\n")), HttpStatusCode.BadRequest, "table");
        await Http.Problem(await host.PostAsync("imports?table=people", Csv("id,name\n")), HttpStatusCode.BadRequest, "table");
    }

    [Fact]
    public async Task A_file_that_is_not_what_it_says_is_a_reject_and_no_stack_trace()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        var report = await Http.Read(await host.PostAsync("imports", Content([1, 2, 3, 4], "application/zip")), HttpStatusCode.OK);
        Assert.NotEmpty(report["rejected"]!.AsArray());
        Assert.DoesNotContain("   at ", report.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interactions_are_taken_from_hosts_and_from_members_about_themselves()
    {
        await using var server = await RunningServer.StartAsync();
        using var host = server.Host;
        using var member = server.As("m01");
        const string Row = """[{ "a": "m01", "b": "m09", "kind": "met", "at": "2026-11-20T09:00:00+01:00", "minutes": 30 }]""";
        Assert.Equal(1, (int)(await member.PostJson("interactions", Row))["accepted"]!["interactions"]!);
        Assert.Equal(1, (int)(await host.PostJson("interactions", Row))["unchanged"]!["interactions"]!);
        await Http.Problem(await member.PostAsync("interactions", Http.Json("""[{ "a": "m02", "b": "m09", "kind": "met", "at": "2026-11-20T09:00:00+01:00" }]""")), HttpStatusCode.BadRequest, "[0].a");
        var bad = await host.PostJson("interactions", """[{ "a": "m01", "b": "m01", "kind": "met", "at": "2026-02-31T09:00:00+01:00" }]""");
        Assert.Equal(1, (int)Assert.Single(bad["rejected"]!.AsArray())!["line"]!);
        await Http.Problem(await host.PostAsync("interactions", Http.Json("{}")), HttpStatusCode.BadRequest, "body");
    }

    // The members come before what they name.
    private static MultipartFormDataContent ThreeFiles() => new()
    {
        { Csv("id,name,organisation,hub\nm,Mia,o,h\n"), "files", "members.csv" },
        { Csv("id,name\nh,Hubben\n"), "files", "hubs.csv" },
        { Csv("id,name,sector\no,Org,agency\n"), "files", "organisations.csv" },
    };

    private static ByteArrayContent Csv(string text) => Content(Encoding.UTF8.GetBytes(text), "text/csv");

    private static ByteArrayContent Content(byte[] bytes, string type) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }
        return memory.ToArray();
    }
}
