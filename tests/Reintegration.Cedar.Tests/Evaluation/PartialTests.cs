using System.Collections.Immutable;
using Reintegration.Cedar.Tests.Differential;

namespace Reintegration.Cedar.Tests.Evaluation;

public sealed class PartialTests
{
    private const int WorldCount = 300;

    [Fact]
    public void Residuals_answer_every_full_request_as_the_policies_they_came_from()
    {
        var decided = 0;
        var dropped = 0;
        for (var seed = 1; seed <= WorldCount; seed++)
        {
            var world = new RandomWorld(seed);
            var random = new Random(seed);
            var policies = PolicySet.Parse(world.PolicyText);
            var entities = Entities.Of(world.Entities);
            foreach (var request in world.Requests.Take(4))
            {
                var partial = Forget(request, random);
                var response = PartialEvaluator.Evaluate(policies, partial, Fewer(world, random));
                var expected = new Authorizer(policies).Decide(request, entities);
                var context = $"seed {seed}: {partial} of {request}\n{world.PolicyText}\nleft\n{PolicyPrinter.Print(response.Residuals)}\n";
                Naive.AssertSame(expected, new Authorizer(response.Residuals).Decide(request, entities), context);
                Assert.True(response.Decision is null || response.Decision == expected.Decision, context);
                decided += response.Decision is null ? 0 : 1;
                dropped += policies.Policies.Length - response.Residuals.Policies.Length;
            }
        }

        Assert.True(decided > WorldCount, $"Only {decided} decided before all was known.");
        Assert.True(dropped > WorldCount, $"Only {dropped} policies dropped.");
    }

    [Fact]
    public void Known_parts_vanish_and_unknown_parts_stay()
    {
        var policies = PolicySet.Parse("""
            permit(principal in Group::"a", action, resource is Doc)
            when { context.purpose == "care" && resource.open && context has now };
            """);
        var alice = new Entity(EntityUid.Parse("User::\"alice\""), null, EntityUid.Parse("Group::\"a\""));
        var partial = new PartialRequest
        {
            Principal = alice.Uid,
            Context = Value.Record(("purpose", "care")),
            UnknownContext = ["now"],
        };
        var response = PartialEvaluator.Evaluate(policies, partial, Entities.Of(alice));
        Assert.Null(response.Decision);
        Assert.Equal(
            "permit (principal, action, resource is Doc)\nwhen { true && resource.open && context has now };",
            PolicyPrinter.Print(response.Residuals));
    }

    private static PartialRequest Forget(Request request, Random random)
    {
        var unknown = request.Context.Select(pair => pair.Key).Append("never").Where(
            _ => random.Next(2) == 0).ToImmutableHashSet();
        return new PartialRequest
        {
            Principal = random.Next(2) == 0 ? request.Principal : null,
            Action = random.Next(2) == 0 ? request.Action : null,
            Resource = random.Next(2) == 0 ? request.Resource : null,
            Context = random.Next(3) == 0
                ? null
                : Value.Record(
                    request.Context.Where(pair => !unknown.Contains(pair.Key)).Select(pair => (pair.Key, pair.Value))),
            UnknownContext = unknown,
        };
    }

    /// <summary>The store without some entities no other is in: those may be added later.</summary>
    private static Entities Fewer(RandomWorld world, Random random)
    {
        var parents = world.Entities.SelectMany(entity => entity.Parents).ToHashSet();
        return Entities.Of(world.Entities.Where(entity => parents.Contains(entity.Uid) || random.Next(3) > 0));
    }
}
