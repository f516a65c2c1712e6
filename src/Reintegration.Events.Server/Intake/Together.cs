namespace Reintegration.Events.Server.Intake;

/// <summary>How the events of one post stand together: all or none, or only judged.</summary>
public readonly record struct Together(bool Atomic, bool DryRun)
{
    public static Problem BadAsk => Problems.MalformedQuery.With(
        [("atomic", "Must be true or false."), ("dryRun", "Must be true or false.")]);

    public static bool TryRead(string? atomic, string? dryRun, out Together together)
    {
        together = new Together(atomic == "true", dryRun == "true");
        return atomic is null or "true" or "false" && dryRun is null or "true" or "false";
    }
}
