using Reintegration.Cedar;

namespace Reintegration.Events.Policy.Analysis;

/// <summary>Whether a bundle may be activated: what it allows, forbids and never does, proved and tried.</summary>
public static class PolicyCheck
{
    /// <exception cref="BundleRefused">A rule lies outside what can be analysed exactly.</exception>
    public static CheckReport Run(Bundle bundle, Catalog catalog)
    {
        var inquiry = new Inquiry(bundle, catalog);
        return new CheckReport(
        [
            .. bundle.Rules.Values.SelectMany(rule => rule.IsForbid ? OfForbid(inquiry, rule) : OfPermit(inquiry, rule)),
            .. WithheldLower(inquiry),
            .. bundle.Invariants.SelectMany(invariant => Broken(inquiry, invariant)),
            .. BundleTrial.Run(bundle),
        ]);
    }

    /// <summary>A permit must be able to apply, and to decide something no forbid always takes back.</summary>
    private static IEnumerable<Finding> OfPermit(Inquiry inquiry, Rule rule)
    {
        var reachable = false;
        foreach (var frame in inquiry.Frames(rule))
        {
            var matches = inquiry.Matches(rule, frame);
            if (inquiry.Find(frame, matches, Formula.Opposite(inquiry.Forbidden(frame))) is not null) yield break;
            reachable = reachable || inquiry.Find(frame, matches) is not null;
        }

        yield return Finding.Of(rule, reachable
            ? "permits nothing: whenever it applies, a forbid does too."
            : "can never apply to any event of the catalogue.");
    }

    /// <summary>A forbid must take something away that no other forbid takes away too; a hard one at every level alike.</summary>
    private static IEnumerable<Finding> OfForbid(Inquiry inquiry, Rule rule)
    {
        if (rule.IsHard && Uneven(inquiry, rule) is { } uneven)
            yield return Finding.Of(rule, "is hard and yet depends on the level asked for.", uneven);
        if (rule.IsHard && ExprWalk.All(rule.Policy.Condition).Any(IsBreakGlass))
            yield return Finding.Of(rule, "is hard and yet asks for break-glass.");
        var reachable = false;
        foreach (var frame in inquiry.Frames(rule))
        {
            var matches = inquiry.Matches(rule, frame);
            if (inquiry.Find(frame, matches, inquiry.Permitted(frame), Formula.Opposite(inquiry.Forbidden(frame, except: rule))) is not null)
                yield break;
            reachable = reachable || inquiry.Find(frame, matches) is not null;
        }

        yield return Finding.Of(rule, reachable
            ? "takes nothing away: whatever it forbids is not permitted, or another forbid forbids it."
            : "can never apply to any event of the catalogue.");
    }

    private static bool IsBreakGlass(Expr expr) =>
        expr is Expr.GetAttribute { Name: "breakGlass" } or Expr.HasAttribute { Name: "breakGlass" };

    /// <summary>A request at which a hard forbid holds at one level and not at another.</summary>
    private static Witness? Uneven(Inquiry inquiry, Rule rule)
    {
        foreach (var frame in inquiry.Frames(rule).Where(frame => frame.Level != Level.Exists))
        {
            var lowest = inquiry.Matches(rule, frame with { Level = Level.Exists });
            var here = inquiry.Matches(rule, frame);
            if (Formula.Same(lowest, here) is { } same && inquiry.Find(frame, Formula.Opposite(same)) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>A level that is allowed while a lower one is not reaches nobody: its author meant something else.</summary>
    private static IEnumerable<Finding> WithheldLower(Inquiry inquiry)
    {
        var told = new HashSet<string>();
        foreach (var frame in inquiry.Gaps)
        {
            var lower = frame with { Level = frame.Level - 1 };
            var found = inquiry.Find(frame, inquiry.Allowed(frame), Formula.Opposite(inquiry.Allowed(lower)));
            if (found is null) continue;
            foreach (var id in found.Decide(frame.Level).Determining.Where(told.Add))
                yield return Finding.Of(
                    inquiry.Bundle.Rules[id], $"allows {frame.Level.Word()} of {frame.Shape.Example} where {lower.Level.Word()} is withheld.", found);
        }
    }

    /// <summary>Where an invariant that is a forbid matches nothing may be allowed, where a permit, everything must be.</summary>
    private static IEnumerable<Finding> Broken(Inquiry inquiry, Rule invariant)
    {
        foreach (var frame in inquiry.Frames(invariant))
        {
            var reached = inquiry.Allowed(frame);
            var found = inquiry.Find(
                frame, inquiry.Matches(invariant, frame), invariant.IsForbid ? reached : Formula.Opposite(reached));
            if (found is null) continue;
            var rules = string.Join(", ", found.Decide(frame.Level).Determining);
            return [Finding.Of(invariant, $"does not hold: {(rules.Length > 0 ? rules : "no rule")} says otherwise.", found)];
        }

        return [];
    }

    /// <summary>For each forbid the permits it can cut into.</summary>
    /// <exception cref="BundleRefused">A rule lies outside what can be analysed exactly.</exception>
    public static IEnumerable<Finding> Overlaps(Bundle bundle, Catalog catalog)
    {
        var inquiry = new Inquiry(bundle, catalog);
        var permits = inquiry.Bundle.Rules.Values.Where(rule => !rule.IsForbid).ToList();
        foreach (var forbid in inquiry.Bundle.Rules.Values.Where(rule => rule.IsForbid))
        {
            var cut = permits.Where(permit => inquiry.Frames(permit).Intersect(inquiry.Frames(forbid)).Any(frame =>
                inquiry.Find(frame, inquiry.Matches(permit, frame), inquiry.Matches(forbid, frame)) is not null)).ToList();
            yield return Finding.Of(forbid, $"cuts into {cut.Count} permits: {string.Join(' ', cut.Select(rule => rule.Id))}");
        }
    }
}
