using System.Text.Json;

namespace Reintegration.Cedar.Tests.Differential;

/// <summary>
/// Questions at the edges of the language, written by hand, with what the official engine (4.13.0) answered to each.
/// They
/// run without Node.
/// </summary>
public sealed class KnownAnswersTests
{
    [Fact]
    public void Policies_are_read_or_refused_alike() => CompareAcceptance("syntax", text => PolicySet.Parse(text));

    [Fact]
    public void Schemas_are_read_or_refused_alike() => CompareAcceptance("schemas", text => Schema.Parse(text));

    [Fact]
    public void JSON_schemas_are_read_or_refused_alike() =>
        CompareAcceptance("jsonSchemas", text => Schema.ParseJson(text));

    [Fact]
    public void Entities_are_read_or_refused_alike() => CompareAcceptance("entities", text => EntityJson.Read(text));

    [Fact]
    public void Expressions_have_the_same_value_or_fail_alike()
    {
        var principal = EntityUid.Parse("U::\"a\"");
        var request = new Request(principal, EntityUid.Parse("Action::\"a\""), EntityUid.Parse("U::\"b\""));
        Compare("expressions", (expression, expected) =>
        {
            string found;
            try
            {
                var policies = PolicySet.Parse($"permit(principal,action,resource) when {{ {expression} }};");
                var response = new Authorizer(policies, AuthorizerOptions.CedarCompat).Decide(request, Entities.Empty);
                Naive.AssertSame(
                    Naive.Decide(
                        policies, request, Entities.Empty, AuthorizerOptions.CedarCompat), response, expression);
                found = response.Errors.Count > 0 ? "error" : response.IsAllow ? "true" : "false";
            }
            catch (CedarSyntaxException)
            {
                found = "parse";
            }

            return found == expected.GetString() ? null : $"found {found}";
        });
    }

    private static void CompareAcceptance(string section, Action<string> read) => Compare(section, (text, expected) =>
    {
        string? refusal = null;
        try
        {
            read(text);
        }
        catch (FormatException e)
        {
            refusal = e.Message;
        }

        return (refusal is null) == expected.GetBoolean() ? null : $"found {refusal ?? "accepted"}";
    });

    private static void Compare(string section, Func<string, JsonElement, string?> differs)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Differential", "known-answers.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var cases = document.RootElement.GetProperty(section).EnumerateArray().ToList();
        Assert.NotEmpty(cases);
        var differences = cases
            .Select(item => (Text: item[0].GetString()!, Expected: item[1]))
            .Select(item => (item.Text, item.Expected, Difference: differs(item.Text, item.Expected)))
            .Where(item => item.Difference is not null)
            .Select(item => $"{item.Text}: expected {item.Expected}, {item.Difference}");
        var report = string.Join('\n', differences);
        Assert.True(report.Length == 0, report);
    }
}
