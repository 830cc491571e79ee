using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Matching.Storage.Access;

/// <summary>What a person is called where her id may not stand for ever: the same for one person, and without the key nobody's.</summary>
public static class Pseudonym
{
    // 128 bits: no two people of any country are alike by chance.
    private const int Length = 16;

    /// <summary>The pseudonym of a member, 22 letters: HMAC-SHA-256 of the id under this installation's key.</summary>
    public static string Of(LocalKey key, string member)
    {
        ArgumentNullException.ThrowIfNull(key);
        // Its own purpose stands in what is hashed, so that no token's signature is ever a pseudonym.
        return Base64Url.EncodeToString(HMACSHA256.HashData(key.Bytes.Span, Encoding.UTF8.GetBytes($"pseudonym\0{member}")).AsSpan(0, Length));
    }
}
