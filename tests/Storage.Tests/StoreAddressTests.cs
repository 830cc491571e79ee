namespace Matching.Storage.Tests;

public sealed class StoreAddressTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Nothing_said_is_data_matching_db_in_the_working_folder(string? text)
    {
        Assert.Equal(Path.GetFullPath("data/matching.db"), StoreAddress.Parse(text).File);
        Assert.Equal(StoreAddress.Default, StoreAddress.Parse(text));
    }

    [Theory]
    [InlineData("/srv/matching/my.db")]
    [InlineData("Data Source=/srv/matching/my.db")]
    [InlineData("data source = '/srv/matching/my.db' ;")]
    [InlineData("Filename=/srv/matching/my.db")]
    [InlineData("DataSource=/srv/matching/my.db;Default Timeout=5")]
    public void A_path_and_a_data_source_name_the_embedded_store(string text)
    {
        Assert.Equal("/srv/matching/my.db", StoreAddress.Parse(text).File);
        Assert.Equal("/srv/matching", StoreAddress.Parse(text).Folder);
    }

    [Theory]
    [InlineData("Host=db;Database=matching")]
    [InlineData("Server=db;Database=matching;Port=5433;User Id=u;Password=hemligt")]
    public void A_host_names_a_PostgreSQL_database_and_the_machines_own_files_lie_in_data(string text)
    {
        var address = StoreAddress.Parse(text);
        Assert.Equal(("matching on db", null, Path.GetFullPath("data")), (address.Name, address.File, address.Folder));
        Assert.DoesNotContain("hemligt", address.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_timeout_says_how_long_a_write_waits_for_another_process()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), StoreAddress.Parse("Data Source=a.db;Default Timeout=5").Patience);
        Assert.Equal(TimeSpan.FromSeconds(30), StoreAddress.Parse("a.db").Patience);
        Assert.Equal(TimeSpan.FromSeconds(5), StoreAddress.Parse("Host=db;Database=matching;Command Timeout=5").Patience);
    }

    [Theory]
    [InlineData("Server=localhost", "lacks Database")]
    [InlineData("Host=db;Database=matching;Pasword=hemligt", "a setting that PostgreSQL's driver does not know")]
    [InlineData("Host=db;Database=matching;Command Timeout=soon", "a setting that PostgreSQL's driver does not know")]
    [InlineData("Data Source=a.db;Password=x", "'password' that is not known")]
    [InlineData("Data Source=", "lacks Data Source")]
    [InlineData("Default Timeout=5", "lacks Data Source")]
    [InlineData("=;=", "neither a file path nor")]
    [InlineData("Data Source=a.db;Default Timeout=0", "whole seconds from 1 to 3600")]
    [InlineData("Data Source=a.db;Default Timeout=soon", "whole seconds from 1 to 3600")]
    [InlineData(":memory:", "is not a file path")]
    [InlineData("file:a.db", "is not a file path")]
    [InlineData("a\0b", "no file name has")]
    [InlineData("/tmp", "is a folder")]
    [InlineData("somewhere/", "is a folder")]
    public void An_address_that_is_no_good_is_refused_with_what_would_be(string text, string part)
    {
        var refusal = Assert.Throws<StoreException>(() => StoreAddress.Parse(text));
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(StoreFault.Unsupported, refusal.Fault);
    }

    [Fact]
    public void The_message_does_not_repeat_a_password()
    {
        var refusal = Assert.Throws<StoreException>(() => StoreAddress.Parse("Host=db;Username=u;Password=hemligt;Soort=1"));
        Assert.DoesNotContain("hemligt", refusal.ToString(), StringComparison.Ordinal);
    }
}
