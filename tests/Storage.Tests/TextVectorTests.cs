using System.Runtime.InteropServices;
using CsCheck;

namespace Matching.Storage.Tests;

public abstract class TextVectorTests(Dialect dialect) : StoreTests(dialect)
{
    private protected const string Model = "e5 query: ";

    [Fact]
    public async Task A_vector_comes_back_bit_by_bit_for_its_text_and_model_alone()
    {
        await using var temporary = await NewStoreAsync();
        float[] vector = [0.6f, -0.8f, float.Epsilon, -0f];
        await temporary.Store.KeepTextVectorsAsync(Model, Vectors(("elnät", vector)), Ct);
        var found = await temporary.Store.FindTextVectorsAsync(Model, ["elnät", "Elnät", "elnät"], Ct);
        Assert.Equal(["elnät"], found.Keys);
        Assert.Equal(Bytes(vector), Bytes(found["elnät"]));
        Assert.Empty(await temporary.Store.FindTextVectorsAsync("e5 passage: ", ["elnät"], Ct));
        Assert.Empty(await temporary.Store.FindTextVectorsAsync(Model, [], Ct));
    }

    [Fact]
    public async Task A_vector_that_is_kept_again_is_replaced()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.Store.KeepTextVectorsAsync(Model, Vectors(("a", [1, 0]), ("b", [0, 1])), Ct);
        await temporary.Store.KeepTextVectorsAsync(Model, Vectors(("a", [0, 1])), Ct);
        var found = await temporary.Store.FindTextVectorsAsync(Model, ["a", "b"], Ct);
        Assert.Equal([0, 1], found["a"]);
        Assert.Equal([0, 1], found["b"]);
    }

    [Fact]
    public async Task More_texts_are_found_than_one_statement_takes()
    {
        await using var temporary = await NewStoreAsync();
        var vectors = Enumerable.Range(0, 1201).ToDictionary(i => $"text {i}", i => new float[] { i });
        await temporary.Store.KeepTextVectorsAsync(Model, vectors, Ct);
        var found = await temporary.Store.FindTextVectorsAsync(Model, [.. vectors.Keys, "another"], Ct);
        Assert.Equal(vectors.OrderBy(one => one.Key), found.OrderBy(one => one.Key), (x, y) => x.Key == y.Key && x.Value[0] == y.Value[0]);
    }

    [Fact]
    public async Task With_a_member_go_the_vectors_that_her_texts_alone_had_and_had_before()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "bo");
            import.Put(Some.Member("anna") with { Challenges = ["before"] });
            import.Put(Some.Member("anna") with { Challenges = ["challenge", "shared"], Skills = ["skill"], Interests = ["interest"], ContactFor = ["matter"] });
            import.Put(Some.Member("bo") with { Skills = ["shared"], Title = "skill" });
            import.Put(Some.Organisation() with { Remit = "remit", Keywords = ["keyword"] });
        });
        string[] texts = ["before", "challenge", "shared", "skill", "interest", "matter", "remit", "keyword"];
        foreach (var model in new[] { Model, "e5 passage: " })
            await temporary.Store.KeepTextVectorsAsync(model, texts.ToDictionary(text => text, Vector), Ct);
        await temporary.Store.DeleteMemberAsync("anna", Ct);
        foreach (var model in new[] { Model, "e5 passage: " })
            Assert.Equal(["keyword", "remit", "shared"], (await temporary.Store.FindTextVectorsAsync(model, texts, Ct)).Keys.Order());
    }

    [Fact]
    public async Task A_member_who_is_not_there_takes_no_vector_away()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.Store.KeepTextVectorsAsync(Model, Vectors(("a", [1])), Ct);
        await temporary.Store.DeleteMemberAsync("nobody", Ct);
        Assert.Single(await temporary.Store.FindTextVectorsAsync(Model, ["a"], Ct));
    }

    [Fact]
    public async Task What_no_present_text_of_the_fields_has_is_dropped_and_so_is_another_models()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import);
            import.Put(Some.Member("anna") with { Challenges = ["challenge"], Interests = ["interest"] });
        });
        foreach (var model in new[] { Model, "older" })
            await temporary.Store.KeepTextVectorsAsync(model, Vectors(("challenge", [1]), ("interest", [1]), ("gone", [1])), Ct);
        Assert.Equal(5, await temporary.Store.DropTextVectorsExceptAsync([Model], ProfileFields.Challenges, Ct));
        Assert.Equal(["challenge"], (await temporary.Store.FindTextVectorsAsync(Model, ["challenge", "interest", "gone"], Ct)).Keys);
        Assert.Empty(await temporary.Store.FindTextVectorsAsync("older", ["challenge", "interest", "gone"], Ct));
        Assert.Equal(0, await temporary.Store.DropTextVectorsExceptAsync([Model], ProfileFields.Challenges, Ct));
        Assert.Equal(1, await temporary.Store.DropTextVectorsExceptAsync([], ProfileFields.All, Ct));
    }

    [Fact]
    public async Task Who_takes_her_consent_back_keeps_no_vector()
    {
        await using var temporary = await NewStoreAsync();
        var anna = Some.Member("anna") with { Challenges = ["hers", "shared"] };
        await temporary.PutAsync(import =>
        {
            Some.People(import, "bo");
            import.Put(Some.Member("bo") with { Skills = ["shared"] });
            import.Put(anna);
        });
        await temporary.Store.KeepTextVectorsAsync(Model, Vectors(("hers", [1]), ("shared", [1])), Ct);
        await temporary.PutAsync(import => import.Put(anna with { Matchable = false }));
        Assert.Equal(1, await temporary.Store.DropTextVectorsExceptAsync([Model], ProfileFields.All, Ct));
        Assert.Equal(["shared"], (await temporary.Store.FindTextVectorsAsync(Model, ["hers", "shared"], Ct)).Keys);
    }

    [Fact]
    public async Task Exactly_the_vectors_of_present_texts_stay_whatever_is_allowed()
    {
        await using var temporary = await NewStoreAsync();
        string[] texts = ["a", "b", "c", "d", "e", "f", "g"];
        await Gen.Select(Gen.OneOf(texts).Array[6], Gen.Int[0, (int)ProfileFields.All]).SampleAsync(async (chosen, bits) =>
        {
            var fields = (ProfileFields)bits;
            await temporary.PutAsync(import =>
            {
                Some.People(import);
                import.Put(Some.Member("anna") with { Challenges = [chosen[0]], Skills = [chosen[1]], Interests = [chosen[2]], ContactFor = [chosen[3]] });
                import.Put(Some.Organisation() with { Remit = chosen[4], Keywords = [chosen[5]] });
            });
            await temporary.Store.KeepTextVectorsAsync(Model, texts.ToDictionary(text => text, Vector), Ct);
            await temporary.Store.DropTextVectorsExceptAsync([Model], fields, Ct);
            var expected = chosen.Where((_, field) => fields.HasFlag((ProfileFields)(1 << field))).Distinct().Order();
            Assert.Equal(expected, (await temporary.Store.FindTextVectorsAsync(Model, texts, Ct)).Keys.Order());
        }, iter: 40, threads: 1);
    }

    // Telling bytes, which no other vector and nothing else in a file has.
    private protected static float[] Vector(string text) => [.. Enumerable.Range(0, 96).Select(i => MathF.Sin((text[0] * 1000) + (text.Length * 100) + i))];

    private protected static Dictionary<string, float[]> Vectors(params (string Text, float[] Vector)[] vectors) => vectors.ToDictionary(one => one.Text, one => one.Vector);

    private protected static byte[] Bytes(float[] vector) => MemoryMarshal.AsBytes(vector.AsSpan()).ToArray();
}

public sealed class SqliteTextVectorTests() : TextVectorTests(Dialect.Sqlite)
{
    [Fact]
    public async Task Of_a_text_no_byte_is_kept()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.Store.KeepTextVectorsAsync(Model, Vectors(("kanariefågel", [1])), Ct);
        Assert.False(Holds(temporary, "kanariefågel"u8));
    }

    [Fact]
    public async Task Of_an_erased_members_vectors_no_byte_is_left_in_any_file()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "bo");
            import.Put(Some.Member("anna") with { Challenges = ["hers", "shared"] });
            import.Put(Some.Member("bo") with { Skills = ["shared"] });
        });
        await temporary.Store.KeepTextVectorsAsync(Model, new[] { "hers", "shared" }.ToDictionary(text => text, Vector), Ct);
        Assert.True(Holds(temporary, Bytes(Vector("hers"))));
        await temporary.Store.DeleteMemberAsync("anna", Ct);
        Assert.False(Holds(temporary, Bytes(Vector("hers"))));
        Assert.True(Holds(temporary, Bytes(Vector("shared"))));
    }

    private static bool Holds(TemporaryStore temporary, ReadOnlySpan<byte> needle)
    {
        foreach (var file in Directory.GetFiles(temporary.Store.Address.Folder))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            if (bytes.AsSpan().IndexOf(needle) >= 0) return true;
        }
        return false;
    }
}

public sealed class PostgresTextVectorTests() : TextVectorTests(Dialect.Postgres);
