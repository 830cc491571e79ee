using Matching.Storage.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Matching.Storage.Tests.Access;

public sealed class AccessTokensTests : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    private readonly string folder = TemporaryPlace.NewFolder();
    private readonly LocalKey key;

    public AccessTokensTests() => key = LocalKey.ReadOrMake(Path.Combine(folder, "access.key"));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_hosts_token_says_who_where_and_how_long()
    {
        var token = Read(AccessTokens.Issue(key, new AccessGrant { Role = Role.Host, Hubs = ["skelleftea", "lulea"] }, Some.Now, Life));
        Assert.Equal(("HS256", "at+jwt"), (token.Alg, token.Typ));
        Assert.Equal("matching", token.Issuer);
        Assert.Equal(["matching"], token.Audiences);
        Assert.Equal("role:host", token.Subject);
        Assert.Equal("host", token.GetClaim("role").Value);
        Assert.Equal(["skelleftea", "lulea"], token.Claims.Where(claim => claim.Type == "hub").Select(claim => claim.Value));
        Assert.Equal(Some.Now.UtcDateTime, token.IssuedAt);
        Assert.Equal(Some.Now.UtcDateTime, token.ValidFrom);
        Assert.Equal((Some.Now + Life).UtcDateTime, token.ValidTo);
        Assert.True(Base64UrlEncoder.DecodeBytes(token.Id).Length >= 16);
    }

    [Fact]
    public void A_members_token_speaks_for_the_member()
    {
        var token = Read(AccessTokens.Issue(key, new AccessGrant { Role = Role.Member, Member = "anna" }, Some.Now, Life));
        Assert.Equal(("anna", "member"), (token.Subject, token.GetClaim("role").Value));
        Assert.DoesNotContain(token.Claims, claim => claim.Type == "hub");
    }

    [Fact]
    public void One_hub_is_one_claim()
    {
        var token = Read(AccessTokens.Issue(key, new AccessGrant { Role = Role.Host, Hubs = ["lulea"] }, Some.Now, Life));
        Assert.Equal("lulea", token.GetClaim("hub").Value);
    }

    [Fact]
    public void No_two_tokens_have_the_same_id()
    {
        var grant = new AccessGrant { Role = Role.Admin };
        Assert.NotEqual(Read(AccessTokens.Issue(key, grant, Some.Now, Life)).Id, Read(AccessTokens.Issue(key, grant, Some.Now, Life)).Id);
    }

    [Theory]
    [InlineData(Role.Host, null, null, 12, "at least one hub")]
    [InlineData(Role.Host, " ", null, 12, "hub's id is empty")]
    [InlineData(Role.Member, null, null, 12, "role member needs a member's id")]
    [InlineData(Role.Business, null, "", 12, "role business needs a member's id")]
    [InlineData((Role)9, null, null, 12, "no role 9")]
    [InlineData(Role.Admin, null, null, 0.9, "1 to 720 hours")]
    [InlineData(Role.National, null, null, 720.1, "1 to 720 hours")]
    public void A_token_that_should_not_be_is_refused_with_the_reason(Role role, string? hub, string? member, double hours, string part)
    {
        var grant = new AccessGrant { Role = role, Hubs = hub is null ? [] : [hub], Member = member };
        Assert.Contains(part, AccessTokens.Refusal(grant, TimeSpan.FromHours(hours)), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => AccessTokens.Issue(key, grant, Some.Now, TimeSpan.FromHours(hours)));
    }

    [Theory]
    [InlineData(Role.Host, "norr", null, 1)]
    [InlineData(Role.Member, null, "anna", 720)]
    [InlineData(Role.Business, null, "bo", 12)]
    [InlineData(Role.National, null, null, 12)]
    [InlineData(Role.Admin, null, null, 12)]
    public async Task A_token_that_is_given_is_accepted(Role role, string? hub, string? member, double hours)
    {
        var grant = new AccessGrant { Role = role, Hubs = hub is null ? [] : [hub], Member = member };
        Assert.Null(AccessTokens.Refusal(grant, TimeSpan.FromHours(hours)));
        Assert.True((await ValidateAsync(AccessTokens.Issue(key, grant, Some.Now, TimeSpan.FromHours(hours)))).IsValid);
    }

    [Fact]
    public async Task A_token_of_another_key_is_not_accepted()
    {
        var other = LocalKey.ReadOrMake(Path.Combine(folder, "other.key"));
        Assert.False((await ValidateAsync(AccessTokens.Issue(other, new AccessGrant { Role = Role.Admin }, Some.Now, Life))).IsValid);
    }

    [Theory]
    [InlineData("at+jwt", "matching", "matching", SecurityAlgorithms.HmacSha256, true)]
    [InlineData("JWT", "matching", "matching", SecurityAlgorithms.HmacSha256, false)]
    [InlineData("at+jwt", "other", "matching", SecurityAlgorithms.HmacSha256, false)]
    [InlineData("at+jwt", "matching", "other", SecurityAlgorithms.HmacSha256, false)]
    [InlineData("at+jwt", "matching", "matching", SecurityAlgorithms.HmacSha512, false)]
    [InlineData("at+jwt", "matching", "matching", null, false)]
    public async Task Only_this_type_issuer_audience_and_algorithm_are_accepted(string type, string issuer, string audience, string? algorithm, bool accepted)
    {
        // HS512 asks for a longer key; the same bytes twice are still the same secret's holder.
        var secret = algorithm == SecurityAlgorithms.HmacSha512 ? [.. key.Bytes.Span, .. key.Bytes.Span] : key.Bytes.ToArray();
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = issuer,
            Audience = audience,
            NotBefore = Some.Now.UtcDateTime,
            Expires = (Some.Now + Life).UtcDateTime,
            Claims = new Dictionary<string, object> { ["role"] = "admin" },
            SigningCredentials = algorithm is null ? null : new SigningCredentials(new SymmetricSecurityKey(secret), algorithm),
        });
        Assert.Equal(accepted, (await ValidateAsync(token)).IsValid);
    }

    [Fact]
    public async Task A_token_is_good_from_when_it_was_given_until_it_ends_and_a_minute_more()
    {
        var token = AccessTokens.Issue(key, new AccessGrant { Role = Role.Admin }, Some.Now, Life);
        Assert.False((await ValidateAsync(token, Some.Now.AddSeconds(-61))).IsValid);
        Assert.True((await ValidateAsync(token, Some.Now.AddSeconds(-59))).IsValid);
        Assert.True((await ValidateAsync(token, Some.Now + Life + TimeSpan.FromSeconds(59))).IsValid);
        Assert.False((await ValidateAsync(token, Some.Now + Life + TimeSpan.FromSeconds(61))).IsValid);
    }

    private static JsonWebToken Read(string token) => new(token);

    private Task<TokenValidationResult> ValidateAsync(string token, DateTimeOffset? at = null)
    {
        var now = (at ?? Some.Now).UtcDateTime;
        var validation = AccessTokens.Validation(key);
        // The library reads the clock; the tests bring their own.
        validation.LifetimeValidator = (from, until, _, rules) => from - rules.ClockSkew <= now && now <= until + rules.ClockSkew;
        return new JsonWebTokenHandler().ValidateTokenAsync(token, validation);
    }
}
