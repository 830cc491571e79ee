using Matching.Ingest.Reading;
using Matching.Ingest.Wording;
using Matching.Profiles;
using Matching.Storage;

namespace Matching.Ingest.Checking;

internal sealed class CheckInCheck(Desk desk) : TableCheck(
    ImportTable.Checkins, desk, new("member", true), new("hub", true), new("day", true))
{
    private const int Who = 0, Place = 1, Day = 2;

    internal override PutOutcome? Take(CheckedRow row)
    {
        var checkIn = new CheckIn { Member = row.Id(Who), Hub = row.Id(Place), Day = row.Date(Day) };
        Desk.Members.Demand(row, Who, checkIn.Member);
        Desk.Hubs.Demand(row, Place, checkIn.Hub);
        if (row.IsGood && !Desk.Covers(checkIn.Hub))
        {
            row.Refuse(Place, $"the hub {Quotes.Of(checkIn.Hub)} is not yours. Leave the row to that hub's host");
        }
        return row.IsGood ? Desk.Transaction.Put(checkIn) : null;
    }
}

internal sealed class AttendanceCheck(Desk desk) : TableCheck(
    ImportTable.Attendance, desk, new("event", true), new("member", true), new("status", true), new("at"))
{
    private const int What = 0, Who = 1, Status = 2, At = 3;

    internal override PutOutcome? Take(CheckedRow row)
    {
        var attendance = new Attendance
        {
            Event = row.Id(What),
            Member = row.Id(Who),
            Status = row.Term<AttendanceStatus>(Status),
            At = row.OptionalTime(At),
        };
        Desk.Gatherings.Demand(row, What, attendance.Event);
        Desk.Members.Demand(row, Who, attendance.Member);
        if (row.IsGood && !Desk.CoversGathering(attendance.Event)) row.Refuse(What, $"the event {Quotes.Of(attendance.Event)} {OtherHub}");
        return row.IsGood ? Desk.Transaction.Put(attendance) : null;
    }
}
