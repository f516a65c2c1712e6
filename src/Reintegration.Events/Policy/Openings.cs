using System.Text;

namespace Reintegration.Events.Policy;

/// <summary>What of a disclosure is to be provable against the event's leaf.</summary>
public enum Proving
{
    /// <summary>Nothing: values alone.</summary>
    Nothing,

    /// <summary>Everything that is shown, for the reader it is shown to.</summary>
    Shown,

    /// <summary>The envelope and its labels alone, for an auditor's export: the facts stay closed.</summary>
    Envelope,
}

/// <summary>The openings that go with one disclosure. Used by <see cref="Disclosure"/> alone.</summary>
/// <remarks>
/// INVARIANT: what is opened is what was released, at the level released, and nothing else. Every opening has a salt of
/// its own, from which no other follows.
/// </remarks>
internal static class Openings
{
    /// <param name="released">What the disclosure releases, as its access record will say.</param>
    internal static FieldProof Of(
        Recorded recorded, Decision decision, Disclosure disclosure, IReadOnlyDictionary<string, string> released,
        Proving proving)
    {
        if (disclosure.IsExistenceOnly) return FieldProof.Without(FieldProof.Reasons.Existence);
        if (proving == Proving.Shown && Withheld(decision, released) is { } reason) return FieldProof.Without(reason);
        IReadOnlyList<Committed>? committed;
        try
        {
            committed = recorded.Facts.Commitments(recorded.Envelope);
        }
        // An auditor is to find out where; the export goes on.
        catch (LedgerBrokenException) when (proving == Proving.Envelope)
        {
            return FieldProof.Without(FieldProof.Reasons.Altered);
        }

        if (committed is null) return FieldProof.Without(FieldProof.Reasons.Erased);
        HashSet<(string Path, Level Level)> opened = [.. Envelope(disclosure, released)];
        var not = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (proving == Proving.Envelope)
            opened.UnionWith(released.Keys.Where(IsMember).Select(label => ($"/envelope/labels/{label}", Level.Full)));
        else
            opened.UnionWith(Facts(decision, disclosure, committed, not));
        return new FieldProof(
            recorded.Leaf, [.. committed.Select(field => Proved(field, opened))], not.ToImmutable());
    }

    /// <summary>Whether the leaf itself would tell more than the decision shows.</summary>
    static string? Withheld(Decision decision, IReadOnlyDictionary<string, string> released)
    {
        if (released.GetValueOrDefault("envelope.time") != Level.Full.Word()) return FieldProof.Reasons.Time;
        if (decision.Target is not null) return null;
        // How many ciphertexts there are says which of these members are there.
        return decision.Type!.Fields.Where(field => field.IsAbout).All(field => ShowsPresence(field, decision))
            ? null
            : FieldProof.Reasons.Others;
    }

    static bool ShowsPresence(FieldMarking field, Decision decision) =>
        decision.LevelOf(field.Class) is var level
        && (level == Level.Full || (field.Ladder == Ladder.Person && level >= Level.Coarse));

    /// <summary>An event that is shown at all is shown with these, and its case is the one that was asked for.</summary>
    static readonly ImmutableArray<string> AlwaysShown = ["case", "category", "name", "owner", "type"];

    static IEnumerable<(string Path, Level Level)> Envelope(
        Disclosure disclosure, IReadOnlyDictionary<string, string> released)
    {
        foreach (var always in AlwaysShown) yield return ($"/envelope/{always}", Level.Full);
        if (disclosure.Relates is not null) yield return ("/envelope/relates", Level.Full);
        foreach (var level in Levels.Granted.Where(level => released.GetValueOrDefault("envelope.time") == level.Word()))
            yield return ("/envelope/happenedAt", level);
        if (disclosure.Author is { } author)
            yield return ("/envelope/author", author.Reference is null ? Level.Coarse : Level.Full);
        if (disclosure.Quality is not null) yield return ("/envelope/quality", Level.Full);
        if (disclosure.Handling is not null) yield return ("/envelope/handling", Level.Full);
    }

    static IEnumerable<(string Path, Level Level)> Facts(
        Decision decision, Disclosure disclosure, IReadOnlyList<Committed> committed,
        ImmutableSortedDictionary<string, string>.Builder not)
    {
        foreach (var (member, field) in disclosure.Fields)
        {
            var ladder = decision.Type!.Fields.First(marking => marking.Member == member).Ladder;
            if (FieldPlan.CommittedAt(ladder, field.Level) is { } level) yield return (FieldPlan.FactPath(member), level);
            else not.Add(FieldPlan.FactPath(member), FieldProof.Reasons.Pseudonym);
        }

        if (disclosure.NewValues.IsEmpty) yield break;
        var path = FieldPlan.FactPath(OpenedFacts.NewValue);
        if (IsWhole(disclosure, committed, path)) yield return (path, Level.Full);
        else not.Add(path, FieldProof.Reasons.Partial);
    }

    /// <summary>New values were committed to together, so they are opened together or not at all.</summary>
    static bool IsWhole(Disclosure disclosure, IReadOnlyList<Committed> committed, string path)
    {
        if (disclosure.NewValues.Values.Any(value => value.Level != Level.Full)) return false;
        var all = committed.FirstOrDefault(field => Encoding.UTF8.GetString(field.Path) == path).Value;
        if (all.IsEmpty) return false;
        using var values = JsonDocument.Parse(all);
        return values.RootElement.EnumerateObject().Count() == disclosure.NewValues.Count;
    }

    static ProvedField Proved(Committed field, HashSet<(string, Level)> opened)
    {
        var path = Encoding.UTF8.GetString(field.Path);
        var salt = Commitments.Salt(field.Secret, field.Path, field.Level);
        return opened.Contains((path, field.Level))
            ? new ProvedField(new Opening(path, field.Level, salt, field.Value))
            : new ProvedField(Commitments.Of(salt, field.Path, field.Level, field.Value.Span));
    }

    /// <summary>Names in what is released are members of the facts, but for classes of the envelope.</summary>
    static bool IsMember(string name) => name != "$event" && !name.StartsWith("envelope.", StringComparison.Ordinal);
}
