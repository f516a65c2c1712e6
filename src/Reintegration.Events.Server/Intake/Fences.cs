namespace Reintegration.Events.Server.Intake;

/// <summary>Which earlier answers an event takes back, the moment it is recorded (law 6).</summary>
public static class Fences
{
    /// <summary>
    /// Everything that governs a case may narrow what its readers are shown, so it fences the case. What intelligence
    /// does
    /// on a case governs its own seats alone, and its fence names no other agency (law 4).
    /// </summary>
    public static ImmutableArray<Fence> Of(bool governs, StreamId stream, Sector owner)
    {
        if (!governs) return [];
        return owner == Sector.Intelligence ? [new Fence(stream.Owner, stream.Case)] : [new Fence(null, stream.Case)];
    }
}
