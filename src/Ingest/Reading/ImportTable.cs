namespace Matching.Ingest.Reading;

/// <summary>
/// The tables of the import format, in the order in which they are taken in whatever the order of the files: a row may
/// only name what stands before it here (hubs and organisations may also name later rows of their own table).
/// </summary>
public enum ImportTable
{
    Hubs,
    Organisations,
    Members,
    Events,
    Ties,
    Rules,
    Interactions,
    Checkins,
    Attendance,
}
