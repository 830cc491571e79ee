using Matching.Ingest.Reading;
using Matching.Ingest.Wording;
using Matching.Profiles;
using Matching.Storage;

namespace Matching.Ingest.Checking;

internal sealed class HubCheck(Desk desk) : IdTableCheck(
    ImportTable.Hubs, desk, desk.Hubs,
    new("id", true), new("name", true), new("municipality"), new("latitude"), new("longitude"), new("time_zone"), new("neighbours"), new("withhold"))
{
    private const int Name = 1, Municipality = 2, Latitude = 3, Longitude = 4, TimeZone = 5, Neighbours = 6, Withhold = 7;

    internal override ForwardLinks Links { get; } = new(desk.Hubs, null);

    internal override void NoteLinks(CheckedRow row)
    {
        var hub = Read(row);
        if (!row.IsGood) return;
        Links.Note(hub.Id, row, hub.Neighbours);
        NoteTaken(hub.Id, row.Line);
    }

    internal override PutOutcome? Take(CheckedRow row)
    {
        var hub = Read(row);
        if (row.IsGood && Links.Refusal(row) is { } reason) row.Refuse(Neighbours, reason);
        if (!row.IsGood) return null;
        NoteTaken(hub.Id, row.Line);
        return Desk.Transaction.Put(hub);
    }

    private Hub Read(CheckedRow row)
    {
        var hub = new Hub
        {
            Id = NewId(row),
            Name = row.Name(Name),
            Municipality = row.Text(Municipality),
            Latitude = row.Number(Latitude, -90, 90),
            Longitude = row.Number(Longitude, -180, 180),
            TimeZone = Zone(row),
            Neighbours = row.Ids(Neighbours),
            Withhold = row.Number(Withhold, 0, 0.15) ?? 0,
        };
        if (hub.Neighbours.Contains(hub.Id)) row.Refuse(Neighbours, "the hub names itself as its neighbour. Take it out of the list");
        if (row.IsGood && !Desk.Covers(hub.Id)) row.Refuse(Id, $"the hub {Quotes.Of(hub.Id)} is not yours. Leave the row out");
        return hub;
    }

    private static string Zone(CheckedRow row)
    {
        var zone = row.Text(TimeZone) ?? "Europe/Stockholm";
        var exists = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId;
        if (!exists) row.Refuse(TimeZone, $"{Quotes.Of(zone)} is no time zone. Write one of the IANA names, as in Europe/Stockholm");
        return zone;
    }
}
