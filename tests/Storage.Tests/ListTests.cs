namespace Matching.Storage.Tests;

public abstract class ListTests(Dialect dialect) : StoreTests(dialect)
{
    [Fact]
    public async Task What_is_not_there_is_null()
    {
        await using var temporary = await NewStoreAsync();
        Assert.Null(await temporary.Store.FindHubAsync("x", Ct));
        Assert.Null(await temporary.Store.FindOrganisationAsync("x", Ct));
        Assert.Null(await temporary.Store.FindMemberAsync("x", Ct));
        Assert.Null(await temporary.Store.FindGatheringAsync("x", Ct));
    }

    [Fact]
    public async Task Lists_are_in_the_order_of_code_points()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Array.ForEach(["ö", "a", "B", "å", "10", "2"], id => import.Put(Some.Hub(id))));
        var page = await temporary.Store.ListHubsAsync(new PageRequest(), Ct);
        Assert.Equal(["10", "2", "B", "a", "å", "ö"], page.Items.Select(hub => hub.Id));
        Assert.Equal(6, page.Total);
    }

    [Fact]
    public async Task Pages_and_walks_give_every_item_once()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import => Array.ForEach(["a", "b", "c", "d", "e"], id => import.Put(Some.Organisation(id))));
        var second = await temporary.Store.ListOrganisationsAsync(new PageRequest { Limit = 2, Page = 2 }, Ct);
        Assert.Equal(["c", "d"], second.Items.Select(one => one.Id));
        var behind = await temporary.Store.ListOrganisationsAsync(new PageRequest { Limit = 2, Page = 9, After = "d" }, Ct);
        Assert.Equal(["e"], behind.Items.Select(one => one.Id));
        Assert.Equal(5, behind.Total);
        Assert.Empty((await temporary.Store.ListOrganisationsAsync(new PageRequest { Limit = 2, Page = 4 }, Ct)).Items);
    }

    [Fact]
    public async Task Members_are_listed_by_first_hub_and_by_other_hubs()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            Some.People(import, "anna");
            import.Put(Some.Hub("syd"));
            import.Put(Some.Hub("mitt"));
            import.Put(Some.Member("bo", hub: "syd") with { OtherHubs = ["norr", "mitt"] });
            import.Put(Some.Member("carl", hub: "syd"));
        });
        Assert.Equal(["anna", "bo"], await IdsAsync("norr"));
        Assert.Equal(["bo", "carl"], await IdsAsync("syd"));
        Assert.Equal(["anna", "bo"], await IdsAsync("mitt", "norr"));
        Assert.Equal(["anna", "bo", "carl"], await IdsAsync("norr", "syd"));
        Assert.Empty(await IdsAsync());
        Assert.Equal(["bo"], (await temporary.Store.ListMembersAsync(new PageRequest { After = "anna" }, ["norr"], Ct)).Items.Select(member => member.Id));

        async Task<IEnumerable<string>> IdsAsync(params string[] hubs) =>
            (await temporary.Store.ListMembersAsync(new PageRequest(), hubs, Ct)).Items.Select(member => member.Id);
    }

    [Fact]
    public async Task Events_are_listed_by_hub()
    {
        await using var temporary = await NewStoreAsync();
        await temporary.PutAsync(import =>
        {
            import.Put(Some.Hub());
            import.Put(Some.Hub("syd"));
            import.Put(Some.Gathering("one"));
            import.Put(Some.Gathering("two", hub: "syd"));
        });
        Assert.Equal(["two"], (await temporary.Store.ListGatheringsAsync(new PageRequest(), ["syd"], Ct)).Items.Select(one => one.Id));
        Assert.Equal(2, (await temporary.Store.ListGatheringsAsync(new PageRequest(), null, Ct)).Total);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(501, 1)]
    [InlineData(20, 0)]
    public void A_page_that_cannot_be_is_refused(int limit, int page) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PageRequest { Limit = limit, Page = page });
}

public sealed class SqliteListTests() : ListTests(Dialect.Sqlite);

public sealed class PostgresListTests() : ListTests(Dialect.Postgres);
