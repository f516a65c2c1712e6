namespace Reintegration.Events.Server.Doors;

/// <summary>The page behind every problem's <c>type</c>.</summary>
public static class ProblemPages
{
    public static Answer Get(string name) =>
        Problems.All.FirstOrDefault(problem => problem.Name == name) is { } known
            ? Answer.Json(known.WriteTo)
            : Answer.Of(Problems.NotFound);
}
