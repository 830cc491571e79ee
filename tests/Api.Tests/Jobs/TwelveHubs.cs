using System.Text;
using Matching.Api.Jobs;
using Matching.Ingest;
using Matching.Ingest.Reading;
using Matching.Profiles;
using Matching.Storage;
using static System.FormattableString;

namespace Matching.Api.Tests.Jobs;

/// <summary>Twelve hubs of the same eight people each, whose round of this week is due for an hour yet.</summary>
internal static class TwelveHubs
{
    internal const int Count = 12;

    private const string People = """
        m1;kommun;Vi har 25 detaljplaner igång samtidigt och kan inte prioritera;Kan upphandla innovation i liten skala
        m2;kommun;Anslutning till elnätet dröjer för nya bostäder;Kan bygga bostäder snabbt
        m3;nat;Vi saknar bostäder för personal som flyttar hit;Svarar på frågor om anslutning till elnätet och bostäder
        m4;nat;Samråd med grannar tar lång tid;Planerar ledningar och elnät
        m5;uni;Studenter hittar ingen praktik i regionen;Har studenter som kan prioritera detaljplaner samtidigt
        m6;uni;Vi vill upphandla innovation;Forskar om effekt och ledningar
        m7;bolag;Hur når vi studenter som söker praktik;Erbjuder praktik för studenter
        m8;bolag;Våra ledningar behöver planerare av elnät;Bygger bostäder av trä
        """;

    internal static async Task ImportAsync(SqlStore store, DateTimeOffset now)
    {
        // Of two zones half a day apart, Monday's first hours are over and far in one at least.
        var zone = new[] { "Europe/Stockholm", "Pacific/Auckland" }.First(zone => IsDueForAnHour(zone, now));
        var hubs = new StringBuilder("id,name,time_zone\n");
        var members = new StringBuilder("id,name,organisation,hub,email,challenges,skills,languages,title\n");
        foreach (var hub in Enumerable.Range(1, Count).Select(number => $"h{number:00}"))
        {
            hubs.Append(Invariant($"{hub},Hubb {hub},{zone}\n"));
            foreach (var person in People.Split('\n').Select(line => line.Trim().Split(';')))
                members.Append(Invariant($"{hub}-{person[0]},Anna {hub}{person[0]},{person[1]},{hub},{hub}{person[0]}@example.org,{person[2]},{person[3]},sv,Chef\n"));
        }
        var report = await ImportRun.ImportAsync(store,
        [
            Csv("hubs", hubs.ToString()),
            Csv("organisations", "id,name,sector\nkommun,Kommunen,municipality\nnat,Svenska kraftnät,agency\nuni,Universitetet,university\nbolag,Bolaget AB,business\n"),
            Csv("members", members.ToString()),
        ]);
        Assert.Empty(report.Rejects);
    }

    /// <summary>Sends every introduction of every round; gives the number of mails that must follow.</summary>
    internal static async Task<int> PublishAsync(SqlStore store, DateTimeOffset now)
    {
        var mails = 0;
        foreach (var round in await RoundsAsync(store))
        {
            foreach (var introduction in round.Introductions)
                await store.DecideAsync(new Decision { Introduction = introduction.Id, Status = IntroductionStatus.Approved, By = "host", At = now });
            mails += (await store.PublishAsync(round.Id, now, now.AddDays(14))).Round!.Prompts.Count;
        }
        return mails;
    }

    internal static async Task<IReadOnlyList<StoredRound>> RoundsAsync(SqlStore store)
    {
        var rounds = new List<StoredRound>();
        foreach (var hub in (await store.ListHubsAsync(new PageRequest())).Items)
        {
            foreach (var header in (await store.ListRoundsAsync(hub.Id, new PageRequest())).Items) rounds.Add((await store.FindRoundAsync(header.Id))!);
        }
        return rounds;
    }

    private static bool IsDueForAnHour(string zone, DateTimeOffset now)
    {
        var hub = new Hub { Id = "h", Name = "H", TimeZone = zone };
        return DueRounds.Due(hub, now) is { } week && DueRounds.Due(hub, now.AddHours(1)) == week;
    }

    private static ImportSource Csv(string table, string text) => ImportSource.FromStream(table, new MemoryStream(Encoding.UTF8.GetBytes(text)), ImportFormat.Csv);
}
