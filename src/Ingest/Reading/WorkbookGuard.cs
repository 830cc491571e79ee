using System.IO.Compression;
using System.Xml;
using Matching.Ingest.Wording;

namespace Matching.Ingest.Reading;

/// <summary>
/// Looks through an Excel workbook before the library that reads it does: a workbook is a zip of XML, and both can be
/// made to cost more than they weigh.
/// </summary>
internal static class WorkbookGuard
{
    private static readonly XmlReaderSettings Settings = new()
    {
        // An external entity reads files of this machine and a nested one fills its memory; no workbook needs either.
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CloseInput = false,
    };

    /// <summary>Reads every part through once.</summary>
    /// <exception cref="SourceException">Something in it is damaged, forbidden or too large.</exception>
    internal static void Check(Stream content, UnpackBudget budget, CancellationToken ct)
    {
        using var archive = ZipGuard.Open(content);
        if (archive.GetEntry("xl/workbook.xml") is null)
        {
            throw new SourceException("the file is a zip, and no Excel workbook. Rename it to .zip, or save the workbook anew as .xlsx");
        }
        foreach (var entry in archive.Entries) Check(entry, budget, ct);
    }

    private static void Check(ZipArchiveEntry entry, UnpackBudget budget, CancellationToken ct)
    {
        using var part = ZipGuard.Read(entry, budget);
        if (IsXml(entry.Name)) CheckXml(entry.FullName, part, ct);
        var rest = new byte[1 << 16];
        while (part.Read(rest) > 0) ct.ThrowIfCancellationRequested();
    }

    private static bool IsXml(string name) =>
        name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);

    private static void CheckXml(string name, Stream part, CancellationToken ct)
    {
        var chunk = new char[4096];
        try
        {
            using var xml = XmlReader.Create(part, Settings);
            while (xml.Read())
            {
                if (xml.NodeType is XmlNodeType.Element) ct.ThrowIfCancellationRequested();
                if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) CheckText(xml, chunk);
            }
        }
        catch (XmlException broken)
        {
            throw new SourceException(
                $"the workbook is damaged or has a document type declaration (DTD) in {Quotes.Of(name)}. Open it in Excel and save it anew as .xlsx", broken);
        }
    }

    // A text of any length is read in pieces here; the library would hold it whole.
    private static void CheckText(XmlReader xml, char[] chunk)
    {
        long length = 0;
        for (int read; (read = xml.ReadValueChunk(chunk, 0, chunk.Length)) > 0;)
        {
            length += read;
            if (length > ReadingLimits.RecordBytes)
            {
                throw new SourceException($"the workbook has a cell of more than {ReadingLimits.RecordBytes:N0} characters. Shorten it");
            }
        }
    }
}
