using System.Buffers.Text;
using System.Runtime.Versioning;
using Matching.Storage.Access;

namespace Matching.Storage.Tests.Access;

public sealed class LocalKeyTests : IDisposable
{
    private readonly string folder = TemporaryPlace.NewFolder();

    private string KeyFile => Path.Combine(folder, "access.key");

    public void Dispose()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void It_lies_beside_the_store() =>
        Assert.Equal(Path.Combine(folder, "store", "access.key"), LocalKey.DefaultPath(TemporaryPlace.FileIn(folder)));

    [Fact]
    public void A_key_is_made_once_and_read_ever_after()
    {
        var made = LocalKey.ReadOrMake(KeyFile);
        Assert.Equal(32, made.Bytes.Length);
        Assert.Equal(made.Bytes.ToArray(), LocalKey.ReadOrMake(KeyFile).Bytes.ToArray());
        Assert.Equal(Base64Url.EncodeToString(made.Bytes.Span), File.ReadAllText(KeyFile).TrimEnd('\n'));
        Assert.Equal([KeyFile], Directory.GetFiles(folder));
    }

    [Fact]
    public void Two_keys_are_not_the_same() =>
        Assert.NotEqual(LocalKey.ReadOrMake(KeyFile).Bytes.ToArray(), LocalKey.ReadOrMake(KeyFile + "2").Bytes.ToArray());

    [Fact]
    public async Task Thirty_who_make_it_at_once_get_the_same()
    {
        var ct = TestContext.Current.CancellationToken;
        using var start = new Barrier(30);
        var keys = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(ct);
                return Convert.ToHexString(LocalKey.ReadOrMake(KeyFile).Bytes.Span);
            },
            ct,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        Assert.Single(keys.Distinct());
        Assert.Equal([KeyFile], Directory.GetFiles(folder));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void The_file_is_this_users_alone()
    {
        LocalKey.ReadOrMake(KeyFile);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [UnsupportedOSPlatform("windows")]
    public void A_key_that_others_can_read_or_write_is_refused(UnixFileMode others)
    {
        LocalKey.ReadOrMake(KeyFile);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | others);
        var refusal = Assert.Throws<StoreException>(() => LocalKey.ReadOrMake(KeyFile));
        Assert.Contains($"chmod 600 {KeyFile}", refusal.Message, StringComparison.Ordinal);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead);
        LocalKey.ReadOrMake(KeyFile);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hemligt")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!")]
    public void A_file_that_holds_no_key_is_refused_and_left_alone(string text)
    {
        LocalKey.ReadOrMake(KeyFile);
        File.WriteAllText(KeyFile, text);
        var refusal = Assert.Throws<StoreException>(() => LocalKey.ReadOrMake(KeyFile));
        Assert.Contains(KeyFile, refusal.Message, StringComparison.Ordinal);
        if (text.Length > 0) Assert.DoesNotContain(text, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(KeyFile));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        LocalKey.ReadOrMake(KeyFile);
        var refusal = Assert.Throws<StoreException>(() => LocalKey.ReadOrMake(Path.Combine(KeyFile, "deeper", "key")));
        Assert.Equal(StoreFault.NotWritable, refusal.Fault);
        Assert.Contains("Matching__Access__KeyFile", refusal.Message, StringComparison.Ordinal);
    }
}
