using Reintegration.Cedar.Tests.Differential;

namespace Reintegration.Cedar.Tests.Evaluation;

/// <summary>Cedar's laws, on random worlds; a failure names the seed of its world.</summary>
public sealed class LawTests
{
    private const int WorldCount = 400;

    public static TheoryData<ErrorsInForbid> Modes => [ErrorsInForbid.Deny, ErrorsInForbid.Skip];

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_compiled_authorizer_answers_as_the_plain_interpreter(ErrorsInForbid mode) =>
        ForAll(mode, (policies, options, request, entities, context) => Naive.AssertSame(
            Naive.Decide(policies, request, entities, options),
            new Authorizer(policies, options).Decide(request, entities),
            context));

    [Theory]
    [MemberData(nameof(Modes))]
    public void Without_a_satisfied_permit_the_answer_is_deny(ErrorsInForbid mode) =>
        ForAll(mode, (policies, options, request, entities, context) =>
        {
            var onlyForbids = new PolicySet(policies.Policies.Where(policy => policy.Effect == Effect.Forbid));
            Assert.True(!new Authorizer(onlyForbids, options).Decide(request, entities).IsAllow, context);
        });

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_satisfied_forbid_trumps_every_permit(ErrorsInForbid mode) =>
        ForAll(mode, (policies, options, request, entities, context) =>
        {
            var always = PolicySet.Parse("permit(principal, action, resource); forbid(principal, action, resource);");
            var response = new Authorizer(Renamed(always).Union(policies), options).Decide(request, entities);
            Assert.True(!response.IsAllow && response.Determining.Contains("extra-policy1"), context);
        });

    [Theory]
    [MemberData(nameof(Modes))]
    public void The_order_of_policies_and_copies_of_them_change_nothing(ErrorsInForbid mode) =>
        ForAll(mode, (policies, options, request, entities, context) =>
        {
            var expected = new Authorizer(policies, options).Decide(request, entities);
            var reversed = new Authorizer(
                new PolicySet(policies.Policies.Reverse()), options).Decide(request, entities);
            Assert.True(expected.Decision == reversed.Decision, context);
            Assert.True(expected.Determining.Order().SequenceEqual(reversed.Determining.Order()), context);
            var doubled = new Authorizer(policies.Union(Renamed(policies)), options).Decide(request, entities);
            Assert.True(expected.Decision == doubled.Decision, context);
            Assert.True(2 * expected.Determining.Count == doubled.Determining.Count, context);
            Assert.True(2 * expected.Errors.Count == doubled.Errors.Count, context);
        });

    [Theory]
    [MemberData(nameof(Modes))]
    public void Adding_a_forbid_or_removing_a_permit_never_permits_more(ErrorsInForbid mode) =>
        ForAll(mode, (policies, options, request, entities, context) =>
        {
            foreach (var policy in policies.Policies)
            {
                // Told from the other side: with less forbidden or more permitted, an allow stays an allow.
                var without = new PolicySet(policies.Policies.Remove(policy));
                var (narrow, wide) = policy.Effect == Effect.Forbid ? (policies, without) : (without, policies);
                if (new Authorizer(narrow, options).Decide(request, entities).IsAllow)
                    Assert.True(new Authorizer(wide, options).Decide(request, entities).IsAllow, $"{context} {policy}");
            }
        });

    [Theory]
    [MemberData(nameof(Modes))]
    public void Printing_and_reading_again_keeps_the_meaning(ErrorsInForbid mode) =>
        ForAll(mode, (policies, options, request, entities, context) => Naive.AssertSame(
            new Authorizer(policies, options).Decide(request, entities),
            new Authorizer(PolicySet.Parse(PolicyPrinter.Print(policies)), options).Decide(request, entities),
            context));

    [Fact]
    public void Reading_what_was_printed_gives_the_same_policy()
    {
        for (var seed = 1; seed <= WorldCount; seed++)
        {
            foreach (var policy in PolicySet.Parse(new RandomWorld(seed).PolicyText).Policies)
            {
                var again = PolicySet.Parse(PolicyPrinter.Print(policy)).Policies[0];
                Assert.True(
                    again.Condition.Equals(policy.Condition),
                    $"seed {seed}: {policy}\nprinted {PolicyPrinter.Print(policy)}");
            }
        }
    }

    [Fact]
    public void Writing_policies_as_JSON_and_reading_them_again_gives_the_same_policies()
    {
        for (var seed = 1; seed <= WorldCount; seed++)
        {
            var policies = PolicySet.Parse(new RandomWorld(seed).PolicyText);
            var again = PolicyJson.ReadSet(PolicyJson.Write(policies));
            Assert.Equal(policies.Policies.Length, again.Policies.Length);
            foreach (var policy in policies.Policies)
            {
                Assert.True(again.TryGet(policy.Id, out var other), $"seed {seed}: {policy.Id}");
                Assert.True(other.Condition.Equals(policy.Condition), $"seed {seed}: {policy}\nagain {other}");
            }
        }
    }

    [Fact]
    public void Overlaid_entities_are_those_of_a_store_made_at_once()
    {
        for (var seed = 1; seed <= WorldCount; seed++)
        {
            var world = new RandomWorld(seed);
            var policies = PolicySet.Parse(world.PolicyText);
            var authorizer = new Authorizer(policies, AuthorizerOptions.CedarCompat);
            var random = new Random(seed);
            var shuffled = world.Entities.OrderBy(_ => random.Next()).ToList();
            var overlaid = Entities.Of(shuffled.Skip(2)).With(shuffled[0]).With(shuffled[1]);
            foreach (var request in world.Requests)
            {
                Naive.AssertSame(
                    authorizer.Decide(request, Entities.Of(world.Entities)),
                    authorizer.Decide(request, overlaid),
                    $"seed {seed}: {request}");
            }
        }
    }

    private static PolicySet Renamed(PolicySet policies) =>
        new(policies.Policies.Select(policy => policy with { Id = $"extra-{policy.Id}" }));

    private static void ForAll(
        ErrorsInForbid mode, Action<PolicySet, AuthorizerOptions, Request, Entities, string> law)
    {
        var options = new AuthorizerOptions { ErrorsInForbid = mode };
        for (var seed = 1; seed <= WorldCount; seed++)
        {
            var world = new RandomWorld(seed);
            var policies = PolicySet.Parse(world.PolicyText);
            var entities = Entities.Of(world.Entities);
            foreach (var request in world.Requests.Take(4))
                law(policies, options, request, entities, $"seed {seed}: {request}\n{world.PolicyText}\n");
        }
    }
}
