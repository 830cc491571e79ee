using Matching.Ingest.Reading;
using Matching.Ingest.Wording;
using Matching.Profiles;
using Matching.Storage;

namespace Matching.Ingest.Checking;

internal sealed class EventCheck(Desk desk) : IdTableCheck(
    ImportTable.Events, desk, desk.Gatherings,
    new("id", true), new("hub", true), new("title", true), new("starts_at", true), new("ends_at"), new("description"), new("topics"),
    new("capacity"), new("min_attendance"), new("sectors"))
{
    private const int Place = 1, Title = 2, StartsAt = 3, EndsAt = 4, Description = 5, Topics = 6, Capacity = 7, MinAttendance = 8, Sectors = 9;

    // More than any hall in the country holds; what is larger is a year or a telephone number in the wrong column.
    private const int MostPeople = 100_000;

    internal override PutOutcome? Take(CheckedRow row)
    {
        var gathering = Read(row);
        CheckOrder(row, gathering);
        Desk.Hubs.Demand(row, Place, gathering.Hub);
        if (row.IsGood && !Desk.Covers(gathering.Hub))
        {
            row.Refuse(Place, $"the hub {Quotes.Of(gathering.Hub)} is not yours. Leave the row to that hub's host");
        }
        if (row.IsGood && !Desk.CoversGathering(gathering.Id)) row.Refuse(Id, $"the event {Quotes.Of(gathering.Id)} {OtherHub}");
        if (!row.IsGood) return null;
        NoteTaken(gathering.Id, row.Line);
        Desk.NoteGathering(gathering.Id, gathering.Hub);
        return Desk.Transaction.Put(gathering);
    }

    private Gathering Read(CheckedRow row) => new()
    {
        Id = NewId(row),
        Hub = row.Id(Place),
        Title = row.Name(Title),
        StartsAt = row.Time(StartsAt),
        EndsAt = row.OptionalTime(EndsAt),
        Description = row.Text(Description),
        Topics = row.List(Topics),
        Capacity = row.Whole(Capacity, 1, MostPeople),
        MinAttendance = row.Whole(MinAttendance, 0, MostPeople),
        Sectors = row.Terms<Sector>(Sectors),
    };

    private static void CheckOrder(CheckedRow row, Gathering gathering)
    {
        if (gathering.EndsAt < gathering.StartsAt)
        {
            row.Refuse(EndsAt, "the event ends before it starts. Write a later time, or correct starts_at");
        }
        if (gathering.MinAttendance > gathering.Capacity)
        {
            row.Refuse(MinAttendance, "the event needs more people than its capacity holds. Write a smaller number, or correct capacity");
        }
    }
}
