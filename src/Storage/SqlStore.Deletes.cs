namespace Matching.Storage;

public enum DeleteOutcome
{
    Deleted,
    Missing,

    /// <summary>Members, or for an organisation its units, stand on it. Nothing was deleted.</summary>
    InUse,
}

// What goes when something is taken away? Nothing ever takes a person with it but the person's own deletion.
public sealed partial class SqlStore
{
    /// <summary>Deletes a hub without members, with its events, check-ins and rounds.</summary>
    public Task<DeleteOutcome> DeleteHubAsync(string id, CancellationToken ct = default) => DeleteAsync(
        "SELECT 1 FROM hubs WHERE id = @id",
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM members WHERE hub = @id) OR EXISTS (SELECT 1 FROM member_other_hubs WHERE hub = @id)",
        "DELETE FROM hubs WHERE id = @id",
        id,
        ct);

    /// <summary>Deletes an organisation without members and units, with the rules about it.</summary>
    public Task<DeleteOutcome> DeleteOrganisationAsync(string id, CancellationToken ct = default) => DeleteAsync(
        "SELECT 1 FROM organisations WHERE id = @id",
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM members WHERE organisation = @id) OR EXISTS (SELECT 1 FROM organisations WHERE unit_of = @id)",
        """
        DELETE FROM organisations WHERE id = @id;
        DELETE FROM rules WHERE (a = @id OR b = @id) AND NOT EXISTS (SELECT 1 FROM members WHERE id = @id);
        """,
        id,
        ct);

    /// <summary>
    /// Deletes a member and everything held on this person: ties and interactions, days and events attended, the rules
    /// about the person, introductions with the prompts and words of both sides, codes to sign in, and what models made of
    /// texts that nobody else has. Kept replies go altogether, since any of them may quote the person. In a file, what is
    /// deleted is overwritten. That she was erased is noted in the store and in a list outside it, by a hash, so that no
    /// older copy brings her back.
    /// </summary>
    public async Task<DeleteOutcome> DeleteMemberAsync(string id, CancellationToken ct = default)
    {
        var outcome = await DeleteAsync("SELECT 1 FROM members WHERE id = @id", "SELECT 1 WHERE 0 = 1", EraseOnceAsync, id, ct);
        // What is committed is told, whoever has stopped waiting.
        await FollowErasedAsync([], CancellationToken.None);
        return outcome;
    }

    /// <summary>Deletes an event, with who attended it.</summary>
    public Task<DeleteOutcome> DeleteGatheringAsync(string id, CancellationToken ct = default) => DeleteAsync(
        "SELECT 1 FROM gatherings WHERE id = @id",
        "SELECT 1 WHERE 0 = 1",
        "DELETE FROM gatherings WHERE id = @id",
        id,
        ct);

    private static async Task EraseOnceAsync(SqlTurn turn, string id)
    {
        await EraseAsync(turn, [id]);
        await NoteErasedAsync(turn, [Erasure.Of(id)]);
    }

    // A rule names a member or an organisation; one that an organisation of the same id still has stays.
    private static async Task EraseAsync(SqlTurn turn, IReadOnlyList<string> members)
    {
        await turn.ExecuteAsync(
            """
            DELETE FROM members WHERE id = @id;
            DELETE FROM rules WHERE (a = @id OR b = @id) AND NOT EXISTS (SELECT 1 FROM organisations WHERE id = @id);
            UPDATE introductions SET decided_by = NULL WHERE decided_by IN (@id, 'host:' || @id);
            """,
            members.Select(id => new { id }));
        await turn.ExecuteAsync("DELETE FROM kept_replies");
        await DropTextVectorsAsync(turn, ProfileFields.All, static _ => true);
    }

    private Task<DeleteOutcome> DeleteAsync(string find, string findUse, string delete, string id, CancellationToken ct) =>
        DeleteAsync(find, findUse, (turn, one) => turn.ExecuteAsync(delete, new { id = one }), id, ct);

    private Task<DeleteOutcome> DeleteAsync(string find, string findUse, Func<SqlTurn, string, Task> delete, string id, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(id);
        return WriteAsync(DeleteInTurnAsync, LetGoAsync, ct);

        async Task<DeleteOutcome> DeleteInTurnAsync(SqlTurn turn)
        {
            if (!await turn.AnyAsync(find, new { id })) return DeleteOutcome.Missing;
            if (await turn.AnyAsync(findUse, new { id })) return DeleteOutcome.InUse;
            await delete(turn, id);
            return DeleteOutcome.Deleted;
        }

        // Also when there is nothing to delete: a repeat then finishes what a failure here left undone.
        Task LetGoAsync(SqlTurn turn, DeleteOutcome outcome) =>
            outcome == DeleteOutcome.InUse ? Task.CompletedTask : dialect.AfterDeleteAsync(turn.Connection);
    }
}
