namespace Matching.Storage;

/// <summary>One kind of thing that is held on a person.</summary>
/// <param name="Table">The table that it stands in.</param>
/// <param name="Columns">The columns that name a member.</param>
/// <param name="Sql">What of it is hers to see, by @member; never what another has answered or said.</param>
/// <param name="Why">What it is held for, in Swedish.</param>
internal sealed record HeldTable(string Table, IReadOnlyList<string> Columns, string Sql, string Why)
{
    /// <summary>Everything that names a member, table by table. A test walks the schema and fails on a column that is not here.</summary>
    public static IReadOnlyList<HeldTable> All { get; } =
    [
        new("members", ["id"], "SELECT * FROM members WHERE id = @member",
            "Vem du är, vad du behöver och kan bidra med: för att föreslå möten."),
        new("member_other_hubs", ["member"], "SELECT hub FROM member_other_hubs WHERE member = @member ORDER BY hub",
            "Vilka andra hubbar du är med i."),
        new("interactions", ["a", "b"], "SELECT * FROM interactions WHERE a = @member OR b = @member ORDER BY at, a, b, kind",
            "Vilka du har träffat: för att inte föreslå dem du redan känner, och för att se vilka band som saknas."),
        new("standing_ties", ["a", "b"], "SELECT * FROM standing_ties WHERE a = @member OR b = @member ORDER BY a, b, kind",
            "Kontakter och arbetslag som du eller någon annan har uppgett."),
        new("check_ins", ["member"], "SELECT hub, day FROM check_ins WHERE member = @member ORDER BY day, hub",
            "Dagar du har varit på hubben: svagt tecken på vilka du kan ha mött. Gallras efter tolv månader."),
        new("attendance", ["member"], "SELECT event, status, at FROM attendance WHERE member = @member ORDER BY event",
            "Evenemang du har bjudits till eller gått på."),
        new("rules", ["a", "b"], "SELECT kind, a, b, until, reason FROM rules WHERE a = @member OR b = @member ORDER BY kind, a, b",
            "Regler om vilka som inte ska introduceras för varandra."),
        new("introductions", ["a", "b", "decided_by"],
            """
            SELECT id, round, CASE WHEN sent_at IS NULL THEN NULL WHEN a = @member THEN b ELSE a END AS other, kind, score, parts, reasons, status,
              reason_code, decided_at, sent_at, propensity
            FROM introductions WHERE a = @member OR b = @member ORDER BY id
            """,
            "Förslag där du är en av de två, med skälen. Vem den andra är står bara om förslaget har skickats."),
        new("withheld_pairs", ["a", "b"], "SELECT round, score FROM withheld_pairs WHERE a = @member OR b = @member ORDER BY round, score",
            "Par som hålls utanför för jämförelse. Vem den andra är lämnas inte ut."),
        new("left_out", ["member"], "SELECT round, reason FROM left_out WHERE member = @member ORDER BY round",
            "Veckor då du inte fick något förslag, och varför."),
        new("prompts", ["member"], "SELECT id, introduction, created_at, expires_at, answer, answered_at FROM prompts WHERE member = @member ORDER BY created_at, id",
            "Frågor till dig och vad du svarade. Den andras svar lämnas inte ut."),
        new("outbox", ["member"], "SELECT id, kind, prompt, state, created_at, done_at FROM outbox WHERE member = @member ORDER BY created_at, id",
            "Vilka mejl vi har skickat eller ska skicka till dig; inte texten."),
        new("outcomes", ["member"], "SELECT introduction, met, useful, note, at FROM outcomes WHERE member = @member ORDER BY at, introduction",
            "Vad du har berättat om möten."),
        new("questions", ["member"], "SELECT id, hub, asked_at, concepts, unmet FROM questions WHERE member = @member ORDER BY asked_at, id",
            "Vad dina frågor till myndigheter handlade om; inte orden."),
        new("profile_vectors", ["member"], "SELECT kind, hub, ordinal, model, dimensions FROM profile_vectors WHERE member = @member ORDER BY kind, ordinal, model",
            "Vilka av dina behov och erbjudanden som kan hittas från hela landet: uträknat ur dina texter, och borta när de ändras eller du säger nej."),
        new("sign_in_codes", ["member"], "SELECT role, hubs, expires_at, used_at FROM sign_in_codes WHERE member = @member ORDER BY expires_at",
            "Inloggningslänkar, i tio minuter."),
    ];
}

/// <summary>What is held on a person of one kind.</summary>
/// <param name="What">The name of the kind.</param>
/// <param name="Why">What it is held for, in Swedish.</param>
/// <param name="Rows">Column by column; times by RFC 3339, lists and objects as JSON.</param>
public sealed record HeldRows(string What, string Why, IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows);
