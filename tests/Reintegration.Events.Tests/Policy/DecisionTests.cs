using Reintegration.Events.Events;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

public sealed class DecisionTests
{
    [Fact]
    public void Probation_sees_the_sentence_in_full_and_the_community_sees_nothing_of_it_without_consent()
    {
        var world = World.Standard();
        var sentence = world.Post("custody.sentence-recorded", "prison", """{"earliestRelease":"2026-08-01","expiry":"2029-01-09"}""");

        var probation = world.Decide(sentence, world.Seat(Sector.Probation, "practitioner", "supervision"));
        Assert.Equal(Level.Full, probation.LevelOf("custody.dates"));
        Assert.Equal("custody-to-probation", Assert.Single(probation.Fields["custody.dates"].Permits));

        var community = world.Decide(sentence, world.Seat(Sector.Community, "practitioner", "reintegration"));
        Assert.Equal(Level.Nothing, community.Event.Level);
        Assert.Equal(Obstacles.NoRule, Assert.Single(community.Event.StoppedBy));

        world.Consent("community-haven", "CUSTODY");
        var consented = world.Decide(sentence, world.Seat(Sector.Community, "practitioner", "reintegration"));
        Assert.Equal(Level.Full, consented.Event.Level);
        Assert.Equal(Level.Fine, consented.LevelOf("custody.dates"));
        Assert.Equal(Level.Nothing, consented.LevelOf("custody.offence"));
    }
}
