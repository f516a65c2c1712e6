namespace Reintegration.Cedar.Tests.Evaluation;

public sealed class AuthorizerTests
{
    private static readonly EntityUid Alice = EntityUid.Parse("User::\"alice\"");
    private static readonly EntityUid View = EntityUid.Parse("Action::\"view\"");
    private static readonly EntityUid Photo = EntityUid.Parse("Photo::\"beach\"");
    private static readonly EntityUid Friends = EntityUid.Parse("Group::\"friends\"");

    private static readonly Entities Store = Entities.Of(
        new Entity(Alice, Value.Record(("age", 42L)), Friends),
        new Entity(Friends, null, EntityUid.Parse("Group::\"people\"")));

    private static Response Decide(string policies, AuthorizerOptions? options = null) =>
        new Authorizer(PolicySet.Parse(policies), options).Decide(new Request(Alice, View, Photo), Store);

    [Fact]
    public void Without_a_policy_the_answer_is_deny_and_nothing_determined_it()
    {
        var response = Decide("");
        Assert.Equal(Decision.Deny, response.Decision);
        Assert.Empty(response.Determining);
        Assert.Empty(response.Errors);
    }

    [Fact]
    public void A_permit_reaches_through_groups_of_groups()
    {
        var response = Decide("permit(principal in Group::\"people\", action, resource);");
        Assert.Equal(Decision.Allow, response.Decision);
        Assert.Equal(["policy0"], response.Determining);
    }

    [Fact]
    public void A_forbid_overrides_every_permit_and_is_the_only_one_named()
    {
        var response = Decide("permit(principal, action, resource); forbid(principal, action, resource);");
        Assert.Equal(Decision.Deny, response.Decision);
        Assert.Equal(["policy1"], response.Determining);
    }

    [Fact]
    public void A_forbid_that_fails_denies_unless_compatibility_is_asked_for()
    {
        const string policies = """
            permit(principal, action, resource);
            forbid(principal, action, resource) when { context.missing };
            """;
        var strict = Decide(policies);
        Assert.Equal(Decision.Deny, strict.Decision);
        Assert.Equal(["policy1"], strict.Determining);
        Assert.Equal("policy1", Assert.Single(strict.Errors).PolicyId);

        var compatible = Decide(policies, AuthorizerOptions.CedarCompat);
        Assert.Equal(Decision.Allow, compatible.Decision);
        Assert.Equal(["policy0"], compatible.Determining);
        Assert.Equal("policy1", Assert.Single(compatible.Errors).PolicyId);
    }

    [Fact]
    public void A_permit_that_fails_permits_nothing()
    {
        var response = Decide("permit(principal, action, resource) when { principal.age + 9223372036854775807 > 0 };");
        Assert.Equal(Decision.Deny, response.Decision);
        Assert.Empty(response.Determining);
        Assert.Single(response.Errors);
    }
}
