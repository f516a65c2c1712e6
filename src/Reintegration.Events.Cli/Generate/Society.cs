using System.Collections.Immutable;
using Reintegration.Events.Events;
using Reintegration.Events.Events.Community;
using Reintegration.Events.Events.Needs;
using static Reintegration.Events.Cli.Generate.Life;

namespace Reintegration.Events.Cli.Generate;

/// <summary>
/// What is there for everybody: services to refer to, trained people, training. Told before any life.
/// </summary>
sealed class Society
{
    const int Resources = 12;
    readonly ImmutableArray<EventName> _resources;

    internal Society(ulong seed, DateTimeOffset until)
    {
        var chance = new Chance(seed);
        var telling = new Life($"society/{seed}", chance, until, days: 1500);
        var resources = ImmutableArray.CreateBuilder<EventName>();
        for (var number = 0; number < Resources; number++)
            resources.Add(telling.Tell(number, Haven, new CommunityResourceRegistered
            {
                Organisation = chance.Of("Haven Kitchen", "Quay Housing", "Second Start", "Open Door Advice"),
                ServiceType = chance.Any<ResourceType>(),
                Area = chance.Of("Harbour district", "Old town", "Mill quarter"),
                Places = chance.Between(2, 30),
                Eligibility = chance.Any<ResourceEligibility>(),
                VerifiedUntil = telling.Date(2000),
            })!.Value);
        _resources = resources.ToImmutable();
        Certificate = telling.Tell(1, Coordination, new PractitionerCertified
        {
            Official = "official-prison-1",
            Tool = AssessmentTool.Vera2R,
            From = telling.Date(0),
            To = telling.Date(2500),
        }, "national-coordinator")!.Value;
        Network(telling);
        for (var day = 30; day < 1500; day += 90)
        {
            telling.Tell(day, Prison, new TrainingDelivered
            {
                Curriculum = "Dynamic security",
                Audience = chance.Any<TrainingAudience>(),
                Date = telling.Date(day),
                Count = chance.Between(8, 40),
            });
            telling.Tell(day, Haven, new AwarenessActivityDelivered
            {
                Audience = chance.Any<AwarenessAudience>(),
                Area = "Harbour district",
                Reach = chance.Between(20, 900),
                Message = chance.Any<AwarenessMessage>(),
            });
        }

        Told = telling.Told;
    }

    /// <summary>What coordination and the network tell of themselves; nobody's life is in it.</summary>
    static void Network(Life telling)
    {
        telling.Tell(3, Coordination, NationalActionPlanAdopted.Example with { Due = telling.Date(400) }, "national-coordinator");
        telling.Tell(390, Coordination, MilestoneReached.Example with
        {
            Due = telling.Date(400),
            ReachedOn = telling.Date(390),
        }, "national-coordinator");
        telling.Tell(4, Coordination, NetworkMembershipEstablished.Example, "national-coordinator");
        telling.Tell(5, Haven, ContactPointDesignated.Example with { Agency = Haven });
        telling.Tell(6, Coordination, CapacityAssessmentCompleted.Example, "national-coordinator");
        telling.Tell(500, Coordination, CommunityPerceptionMeasured.Example, "national-coordinator");
        var registered = new CommunityResourceRegistered
        {
            Organisation = "Old Bakery",
            ServiceType = ResourceType.Employment,
            Area = "Old town",
            Places = 4,
            Eligibility = ResourceEligibility.Anybody,
            VerifiedUntil = telling.Date(300),
        };
        if (telling.Tell(7, Haven, registered) is not { } bakery) return;
        telling.Tell(290, Haven, new CommunityResourceVerified
        {
            Resource = bakery,
            Organisation = registered.Organisation,
            ServiceType = registered.ServiceType,
            Area = registered.Area,
            Places = registered.Places,
            Eligibility = registered.Eligibility,
            VerifiedUntil = telling.Date(600),
        });
        telling.Tell(600, Haven, new CommunityResourceRetired
        {
            Resource = bakery,
            Organisation = registered.Organisation,
            ServiceType = registered.ServiceType,
            Area = registered.Area,
            From = telling.Date(600),
        });
        telling.Tell(8, Coordination, new PractitionerCertified
        {
            Official = "official-prison-2",
            Tool = AssessmentTool.Savry,
            From = telling.Date(0),
            To = telling.Date(2500),
        }, "national-coordinator");
        telling.Tell(700, Coordination, new CertificationExpired
        {
            Official = "official-prison-2",
            Tool = AssessmentTool.Savry,
            From = telling.Date(0),
            To = telling.Date(699),
        }, "national-coordinator");
    }

    internal IReadOnlyList<Told> Told { get; }

    /// <summary>The assessors' certificate, named in every assessment.</summary>
    internal EventName Certificate { get; }

    internal EventName Resource(Chance chance) => chance.Of<EventName>(_resources.AsSpan());
}
