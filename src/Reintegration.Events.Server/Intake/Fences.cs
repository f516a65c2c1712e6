namespace Reintegration.Events.Server.Intake;

/// <summary>Which earlier answers an event takes back, the moment it is recorded (law 6).</summary>
public static class Fences
{
    /// <summary>
    /// Everything that governs a case may narrow what its readers are shown, so it fences the case. What intelligence
    /// does on a case, and what is said about an event that is intelligence or could show a source, governs its own
    /// seats and those of the agencies it is released to, and its fences name no other agency (law 4).
    /// </summary>
    public static ImmutableArray<Fence> Of(
        bool governs, Envelope envelope, Sector owner, CaseContext? context, DateTimeOffset now)
    {
        if (!governs) return [];
        var hidden = envelope.Labels.ContainsKey("INTEL") || envelope.Labels.ContainsKey("SOURCE");
        if (owner != Sector.Intelligence && !hidden) return [new Fence(null, envelope.Case)];
        IEnumerable<AgencyId> concerned = [envelope.Owner];
        if (envelope.MarkedAs is not null)
            concerned = concerned.Concat(envelope.Handling.ReleasableTo).Concat(context?.Restraints.ReleasedTo(envelope, now) ?? []);
        return [.. concerned.Distinct().Select(agency => new Fence(agency, envelope.Case))];
    }
}
