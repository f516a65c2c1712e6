namespace Reintegration.Cedar.Tests.Syntax;

public sealed class ParserTests
{
    [Theory]
    [InlineData("permit(principal, action, resource)", 1, 36, "`;`")]
    [InlineData("permit(principal, action, resource)\nwhen { principal.age >= };", 2, 25, "an expression")]
    [InlineData("permit(principal, action, resource)\n  when { foo };", 2, 10, "Expected `principal`")]
    [InlineData("permit(principal, action, resource) when { 1 = 2 };", 1, 46, "write `==`")]
    [InlineData("permit(principal, action, resource) when { \"a\\q\" == \"\" };", 1, 46, "\\n")]
    [InlineData("permit(principal, action == User::\"a\", resource);", 1, 29, "an entity of a type named `Action`")]
    [InlineData("@id(\"a\") @id(\"b\") permit(principal, action, resource);", 1, 11, "at most once")]
    [InlineData("permit(principal, action, resource) when { 9223372036854775808 > 0 };", 1, 44, "9223372036854775807")]
    [InlineData("permit(principal, action, resource) when { \"open };", 1, 44, "closing quote")]
    [InlineData("permit(action, principal, resource);", 1, 8, "`principal`")]
    [InlineData("allow(principal, action, resource);", 1, 1, "`permit`")]
    [InlineData("permit(principal, action, resource) when { decimal(\"1.0\").isIpv5() };", 1, 59, "`isIpv5` is not a method")]
    public void An_error_points_at_the_place_and_says_what_was_expected(
        string text, int line, int column, string expected)
    {
        var error = Assert.Throws<CedarSyntaxException>(() => PolicySet.Parse(text));
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_keeps_its_annotations_its_text_and_its_place()
    {
        const string text = "// first\n@id(\"a\") @tier(\"hard\") @bare\nforbid (principal, action, resource) unless { false };\npermit(principal, action, resource);";
        var policies = PolicySet.Parse(text, PolicyIds.ByAnnotation);
        var policy = policies.Policies[0];
        Assert.Equal("a", policy.Id);
        Assert.Equal("hard", policy.Annotations["tier"]);
        Assert.Equal("", policy.Annotations["bare"]);
        Assert.Equal((2, 1), (policy.Span.Line, policy.Span.Column));
        Assert.StartsWith("@id(\"a\")", policy.Text, StringComparison.Ordinal);
        Assert.EndsWith("unless { false };", policy.Text, StringComparison.Ordinal);
        Assert.Equal("policy1", policies.Policies[1].Id);
    }

    [Fact]
    public void Two_policies_may_not_have_one_id()
    {
        const string text = "@id(\"a\") permit(principal, action, resource); @id(\"a\") forbid(principal, action, resource);";
        var error = Assert.Throws<CedarSyntaxException>(() => PolicySet.Parse(text, PolicyIds.ByAnnotation));
        Assert.Equal(47, error.Column);
        Assert.Throws<ArgumentException>(() => PolicySet.Parse(text).Union(PolicySet.Parse(text)));
    }

    [Theory]
    [InlineData("Case::Agency::\"police\"", "Case::Agency", "police")]
    [InlineData("User::\"a\\\"b\\u{1F600}\"", "User", "a\"b😀")]
    public void An_entity_name_is_read_and_written(string text, string type, string id)
    {
        var uid = EntityUid.Parse(text);
        Assert.Equal((type, id), (uid.Type, uid.Id));
        Assert.Equal(uid, EntityUid.Parse(uid.ToString()));
    }
}
