using System.Data.Common;
using Matching.Profiles;
using Matching.Storage.Access;

namespace Matching.Storage;

// Who may come in with this code, once?
public sealed partial class SqlStore
{
    /// <exception cref="StoreException">The member is not in the store, or the code is there already.</exception>
    public Task AddSignInCodeAsync(SignInCode code, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        return WriteAsideAsync(
            turn => turn.ExecuteAsync(
                "INSERT INTO sign_in_codes (code_hash, role, hubs, member, expires_at) VALUES (@CodeHash, @role, @hubs, @Member, @expires)",
                new
                {
                    code.CodeHash,
                    role = Vocabulary.Write(code.Role),
                    hubs = Columns.WriteList(code.Hubs),
                    code.Member,
                    expires = Columns.Write(code.ExpiresAt),
                }),
            ct);
    }

    /// <summary>
    /// Gives the code's grant to the first who asks before it expires, and null to everybody else; there is no telling
    /// why. Codes that have expired are forgotten.
    /// </summary>
    public Task<SignInCode?> RedeemSignInCodeAsync(string codeHash, DateTimeOffset at, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(codeHash);
        var args = new { codeHash, at = Columns.Write(at) };
        return WriteAsideAsync(
            async turn =>
            {
                await turn.ExecuteAsync("DELETE FROM sign_in_codes WHERE expires_at <= @at", args);
                return await turn.FindAsync(
                    """
                    UPDATE sign_in_codes SET used_at = @at WHERE code_hash = @codeHash AND used_at IS NULL AND expires_at > @at
                    RETURNING code_hash, role, hubs, member, expires_at
                    """,
                    args,
                    ReadCode);
            },
            ct);
    }

    private static SignInCode ReadCode(DbDataReader row) => new()
    {
        CodeHash = row.GetString(0),
        Role = row.Term<Role>(1),
        Hubs = row.List<string>(2),
        Member = row.TextOrNull(3),
        ExpiresAt = row.Time(4),
    };
}
