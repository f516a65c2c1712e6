using Reintegration.Events.Events.Intelligence;
using Reintegration.Events.Events.Needs;

namespace Reintegration.Events.Server.Intake;

/// <summary>What the house records in the same act, because an event calls for it.</summary>
public sealed class Consequences(Automatic automatic, ServerKeys keys)
{
    /// <summary>By when somebody looks again at an assessment that may rest on what a court did not find.</summary>
    const int ReassessWithinDays = 30;

    const string Ended = "reintegration.intelligence.proceedings-outcome-recorded.v1";

    static readonly ImmutableArray<string> Cleared =
        [EventJson.Word(ProceedingsOutcome.Acquitted), EventJson.Word(ProceedingsOutcome.Dismissed)];

    /// <summary>
    /// After an acquittal or a dismissal, a reassessment (domain.md 3.5, 15). It decides nothing: a human completes it.
    /// </summary>
    public IEnumerable<PendingEvent> Of(Envelope envelope)
    {
        if (envelope.Type != Ended || !Cleared.Contains(envelope.Labels["outcome"].GetString()!)) return [];
        var triggered = new ReassessmentTriggered
        {
            TriggerEvent = envelope.Name,
            DueBy = DateOnly.FromDateTime(envelope.HappenedAt.UtcDateTime).AddDays(ReassessWithinDays),
            Reason = ReassessmentReason.CourtOutcome,
        };
        return
        [
            automatic.Pend(
                triggered, envelope.Stream, keys.DerivedId("reassessment", envelope.Name), envelope.HappenedAt,
                new Author(Vocabulary.SystemRole, "court-outcome"), new { subjects = envelope.Subjects, juvenile = envelope.Juvenile }),
        ];
    }
}
