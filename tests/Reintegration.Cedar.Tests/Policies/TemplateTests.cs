namespace Reintegration.Cedar.Tests.Policies;

public sealed class TemplateTests
{
    private static readonly PolicySet Templates = PolicySet.Parse(
        "@id(\"t\") permit(principal in ?principal, action, resource is Doc in ?resource) when { context.ok };",
        PolicyIds.ByAnnotation);

    private static readonly EntityUid Alice = EntityUid.Parse("User::\"alice\"");
    private static readonly EntityUid Plan = EntityUid.Parse("Doc::\"plan\"");

    [Fact]
    public void A_template_decides_nothing_until_it_is_linked()
    {
        Assert.Empty(Templates.Policies);
        Assert.Equal(Decision.Deny, Decide(Templates));
        Assert.Equal(Decision.Allow, Decide(Templates.Link("t", "linked", Alice, Plan)));
        Assert.Equal(Decision.Deny, Decide(Templates.Link("t", "linked", Plan, Plan)));
    }

    [Fact]
    public void A_link_fills_exactly_the_slots_there_are()
    {
        Assert.Throws<ArgumentException>(() => Templates.Link("t", "linked", Alice));
        Assert.Throws<ArgumentException>(() => Templates.Link("none", "linked", Alice, Plan));
        Assert.Throws<ArgumentException>(() => Templates.Link("t", "t", Alice, Plan));
    }

    [Fact]
    public void Templates_and_links_are_written_as_JSON_and_read_again()
    {
        var linked = Templates.Link("t", "linked", Alice, Plan);
        var again = PolicyJson.ReadSet(PolicyJson.Write(linked));
        Assert.True(again.TryGet("linked", out var policy));
        Assert.Equal("t", policy.TemplateId);
        Assert.Equal(Decision.Allow, Decide(again));
        Assert.Single(again.Templates);
    }

    [Fact]
    public void A_template_is_validated_with_every_type_its_slots_may_have()
    {
        var schema = Schema.Parse("""
            entity Group; entity User in [Group] { age: Long }; entity Doc;
            action view appliesTo { principal: User, resource: Doc, context: { ok: Bool } };
            """);
        Assert.True(new Validator(schema).Validate(Templates).IsValid);
        var wrong = PolicySet.Parse("permit(principal in ?principal, action, resource) when { principal.size > 1 };");
        Assert.False(new Validator(schema).Validate(wrong).IsValid);
    }

    private static Decision Decide(PolicySet policies)
    {
        var request = new Request(Alice, EntityUid.Parse("Action::\"view\""), Plan, Value.Record(("ok", true)));
        return new Authorizer(policies).Decide(request, Entities.Empty).Decision;
    }
}
