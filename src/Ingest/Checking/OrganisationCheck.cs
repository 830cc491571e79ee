using Matching.Ingest.Reading;
using Matching.Profiles;
using Matching.Storage;

namespace Matching.Ingest.Checking;

internal sealed class OrganisationCheck(Desk desk) : IdTableCheck(
    ImportTable.Organisations, desk, desk.Organisations,
    new("id", true), new("name", true), new("sector", true), new("unit_of"), new("municipality"), new("short_name"), new("aliases"),
    new("keywords"), new("remit"), new("website"), new("ministry"), new("function_address"))
{
    private const int Name = 1, Sector = 2, UnitOf = 3, Municipality = 4, ShortName = 5, Aliases = 6;
    private const int Keywords = 7, Remit = 8, Website = 9, Ministry = 10, FunctionAddress = 11;

    internal override ForwardLinks Links { get; } = new(desk.Organisations, desk.Transaction.FindParent);

    internal override void NoteLinks(CheckedRow row)
    {
        var organisation = Read(row);
        if (!row.IsGood) return;
        Links.Note(organisation.Id, row, organisation.UnitOf is { } parent ? [parent] : []);
        NoteTaken(organisation.Id, row.Line);
    }

    internal override PutOutcome? Take(CheckedRow row)
    {
        var organisation = Read(row);
        if (row.IsGood && Links.Refusal(row) is { } reason) row.Refuse(UnitOf, reason);
        if (!row.IsGood) return null;
        NoteTaken(organisation.Id, row.Line);
        return Desk.Transaction.Put(organisation);
    }

    private Organisation Read(CheckedRow row) => new()
    {
        Id = NewId(row),
        Name = row.Name(Name),
        Sector = row.Term<Sector>(Sector),
        UnitOf = row.OptionalId(UnitOf),
        Municipality = row.Text(Municipality),
        ShortName = row.Text(ShortName),
        Aliases = row.List(Aliases),
        Keywords = row.List(Keywords),
        Remit = row.Text(Remit),
        Website = row.Website(Website),
        Ministry = row.Text(Ministry),
        FunctionAddress = row.Mail(FunctionAddress),
    };
}
