using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Matching.Storage;

/// <summary>
/// That somebody was erased, without saying who: whether it was a given member can be told by whoever knows her id, as one must who puts an
/// older copy back. No key is in it, since the list must still do its work when the key was lost with the machine.
/// </summary>
/// <param name="Id">32 random hex digits: another for each erasure, so that one copy knows which of them it has been through.</param>
/// <param name="Hash">SHA-256 of this id and the member's, lower-case hex.</param>
internal sealed record Erasure(string Id, string Hash)
{
    private const int IdLength = 32;
    private const int HashLength = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public static Erasure Of(string member)
    {
        var id = Guid.NewGuid().ToString("N");
        return new Erasure(id, HashOf(id, member));
    }

    public bool IsOf(string member) => Hash == HashOf(Id, member);

    /// <summary>As a line of the list; null for a line that is none, such as one that a crash cut short.</summary>
    public static Erasure? Read(string line) =>
        line.Length == IdLength + 1 + HashLength && line[IdLength] == ' ' && IsHex(line.AsSpan(0, IdLength)) && IsHex(line.AsSpan(IdLength + 1))
            ? new Erasure(line[..IdLength], line[(IdLength + 1)..])
            : null;

    public override string ToString() => $"{Id} {Hash}";

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(HexDigits);

    // The id has one length, so no two pairs are written alike.
    private static string HashOf(string id, string member) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id + member)));
}
