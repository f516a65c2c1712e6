using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Reintegration.Cedar.Tests.Differential;
using Xunit.Abstractions;

namespace Reintegration.Cedar.Tests.Syntax;

/// <summary>
/// Random and mutated texts: they are read or refused with an error made for it, and never anything else. Runs a few
/// seconds; <c>CEDAR_FUZZ_SECONDS</c> asks for more.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int StandardSeconds = 3;

    /// <summary>Less stack than .NET gives to any thread: what fits here cannot overflow elsewhere.</summary>
    private const int SmallStackBytes = 1024 * 1024;

    private const string Noise = "permit(principal,action,resource)when{true}unless;==!<>=&&||+-*\"\\.:@?[]{}'ü😀 \n\r\t\0 if then else in is like has ip decimal";

    [Fact]
    public void No_text_makes_a_reader_fail_in_a_way_it_does_not_document()
    {
        var seconds = int.Parse(Environment.GetEnvironmentVariable("CEDAR_FUZZ_SECONDS") ?? StandardSeconds.ToString());
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        var texts = 0;
        var read = 0;
        OnSmallStack(() =>
        {
            for (; clock.Elapsed.TotalSeconds < seconds; texts++)
            {
                var text = NextText(random);
                var one = Stopwatch.StartNew();
                try
                {
                    read += Try(text) ? 1 : 0;
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"seed {seed}, text {texts}: {Written(text)}: {e}", e);
                }

                Assert.True(
                    one.Elapsed.TotalSeconds < 20, $"seed {seed}, text {texts} took {one.Elapsed}: {Written(text)}");
            }
        });
        output.WriteLine($"seed {seed}: {texts} texts in {clock.Elapsed.TotalSeconds:F0} s, {read} of them read");
        Assert.True(texts > 0);
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("{a: ", "1", "}")]
    [InlineData("if true then 1 else ", "1", "")]
    [InlineData("!(", "true", ")")]
    [InlineData("-(", "1", ")")]
    [InlineData("principal.contains(", "1", ")")]
    [InlineData("ip(", "\"1.1.1.1\"", ")")]
    [InlineData("true && ", "true", "")]
    [InlineData("1 + ", "1", "")]
    [InlineData("", "principal", ".a")]
    [InlineData("", "principal", "[\"a\"]")]
    [InlineData("", "principal", ".contains(1)")]
    public void Depth_is_limited_and_what_is_within_the_limit_does_not_exhaust_the_stack(
        string open, string inner, string close)
    {
        foreach (var depth in (int[])[10, 100, 150, 400, 900, 5_000, 50_000])
        {
            var expression = string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(
                Enumerable.Repeat(close, depth));
            OnSmallStack(() => Try($"permit(principal, action, resource) when {{ {expression} == 1 }};"));
        }
    }

    [Fact]
    public void What_is_too_deep_is_refused_with_the_limit_and_the_place()
    {
        var text = $"permit(principal, action, resource)\nwhen {{ {new string('(', 1_000)} }};";
        var error = Assert.Throws<CedarSyntaxException>(() => PolicySet.Parse(text));
        Assert.Contains(Limits.Nesting.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Equal(2, error.Line);
        var chain = $"permit(principal, action, resource) when {{ {string.Join(" && ", Enumerable.Repeat("true", 2_000))} }};";
        error = Assert.Throws<CedarSyntaxException>(() => PolicySet.Parse(chain));
        Assert.Contains(Limits.Depth.ToString(), error.Message, StringComparison.Ordinal);
    }

    /// <summary>Runs a text through every reader, and what it yields through everything that follows.</summary>
    private static bool Try(string text)
    {
        var isRead = false;
        try
        {
            var policies = PolicySet.Parse(text);
            isRead = policies.Policies.Length > 0;
            Use(policies);
        }
        catch (CedarSyntaxException)
        {
            // Refused, as it may be.
        }

        isRead |= Accepts(() => Schema.Parse(text));
        isRead |= Accepts(() => Schema.ParseJson(text));
        isRead |= Accepts(() => EntityJson.Read(text));
        isRead |= Accepts(() => Use(PolicyJson.ReadSet(text)));
        return isRead;
    }

    private static void Use(PolicySet policies)
    {
        var printed = PolicySet.Parse(PolicyPrinter.Print(policies));
        Assert.Equal(policies.Policies.Length, printed.Policies.Length);
        Accepts(() => PolicyJson.ReadSet(PolicyJson.Write(policies)));
        var someone = new EntityUid("User", "a");
        var request = new Request(someone, new EntityUid("Action", "a"), someone);
        new Authorizer(policies).Decide(request, Entities.Empty);
        PartialEvaluator.Evaluate(policies, new PartialRequest(), Entities.Empty);
        new Validator(
            Schema.Parse("entity User; action a appliesTo { principal: User, resource: User };")).Validate(policies);
    }

    private static bool Accepts(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception e) when (e is CedarSyntaxException or CedarSchemaException or CedarJsonException)
        {
            return false;
        }
    }

    /// <summary>Half a surrogate pair in a message would stop the test host itself.</summary>
    private static string Written(string text) => JsonSerializer.Serialize(text);

    private static string NextText(Random random)
    {
        if (random.Next(4) == 0)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            return Encoding.UTF8.GetString(bytes);
        }

        if (random.Next(4) == 0)
            return string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Slice(Noise, random)));
        var world = new RandomWorld(random.Next(1, 200));
        var text = random.Next(4) switch
        {
            0 => world.SchemaText,
            1 => EntityJson.Write(world.Entities),
            2 => PolicyJson.Write(PolicySet.Parse(world.PolicyText)),
            _ => world.PolicyText,
        };
        var mutated = new StringBuilder(text.Length > 3_000 ? Slice(text, random) : text);
        for (var i = random.Next(6); i > 0 && mutated.Length > 0; i--)
            Mutate(mutated, random);
        return mutated.ToString();
    }

    private static void Mutate(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        switch (random.Next(4))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at));
                break;
            case 1:
                text.Insert(at, Slice(Noise, random));
                break;
            case 2:
                text.Insert(at, string.Concat(Enumerable.Repeat(Slice("([{!-.,\"", random), random.Next(1, 300))));
                break;
            default:
                text[at] = (char)random.Next(0, 0x10000);
                break;
        }
    }

    private static string Slice(string text, Random random)
    {
        var start = random.Next(text.Length);
        return text.Substring(start, random.Next(text.Length - start + 1));
    }

    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            SmallStackBytes);
        thread.Start();
        thread.Join();
        if (failure is not null)
            throw new InvalidOperationException(failure.Message, failure);
    }
}
