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

    internal IReadOnlyList<Told> Told { get; }

    /// <summary>The assessors' certificate, named in every assessment.</summary>
    internal EventName Certificate { get; }

    internal EventName Resource(Chance chance) => chance.Of<EventName>(_resources.AsSpan());
}
