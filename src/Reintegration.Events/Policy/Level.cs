namespace Reintegration.Events.Policy;

/// <summary>
/// How much of one field a seat may know. Each level is granted only together with every level below it.
/// </summary>
/// <remarks>What coarse and fine mean belongs to the field's <see cref="Ladder"/>, never to a rule (see
/// Ladders.cs).</remarks>
public enum Level
{
    /// <summary>Not even that it exists.</summary>
    Nothing,
    /// <summary>That something exists, and whom to ask. Only <c>$event</c> shows anything at this level.</summary>
    Exists,
    Coarse,
    Fine,
    /// <summary>The value as recorded.</summary>
    Full,
}

/// <summary>The words for levels in rules, tests, access records and the matrix.</summary>
public static class Levels
{
    /// <summary>The levels a rule can grant, lowest first; a Cedar action of the same name stands for each.</summary>
    public static readonly ImmutableArray<Level> Granted = [Level.Exists, Level.Coarse, Level.Fine, Level.Full];

    public static string Word(this Level level) => level switch
    {
        Level.Nothing => "nothing",
        Level.Exists => "exists",
        Level.Coarse => "coarse",
        Level.Fine => "fine",
        _ => "full",
    };

    public static Level Lower(Level left, Level right) => left < right ? left : right;
}
