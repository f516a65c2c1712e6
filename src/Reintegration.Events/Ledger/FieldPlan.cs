using System.Collections.Concurrent;
using System.Text;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Ledger;

/// <summary>One commitment that every event of a type carries: a field at a level of its ladder.</summary>
/// <param name="Member">Name of the member of the facts or of the envelope.</param>
/// <param name="IsFact">Of the facts; otherwise of the envelope.</param>
sealed record PlannedField(string Path, string Member, bool IsFact, Ladder Ladder, Level Level)
{
    internal byte[] PathBytes { get; } = Encoding.UTF8.GetBytes(Path);
}

/// <summary>Which commitments an event of a type carries, in their order. Belongs to the version of the type.</summary>
sealed class FieldPlan
{
    static readonly ConcurrentDictionary<EventType, FieldPlan> Made = new();

    FieldPlan(
        IEnumerable<(string Member, Ladder Ladder)> facts, IEnumerable<string> labels, IEnumerable<string> aboutOthers)
    {
        var fields = facts.SelectMany(
            field =>
                At(FactPath(field.Member), field.Member, true, LevelsOf(field.Ladder), field.Ladder))
            .Concat(EnvelopeFields.All.SelectMany(field => At($"/envelope/{field.Member}", field.Member, false, field.Levels, Ladder.None)))
            .Concat(labels.SelectMany(label => At($"/envelope/labels/{Pointer(label)}", $"labels/{label}", false, [Level.Full], Ladder.None)));
        Fields = [.. fields.OrderBy(field => field.Path, StringComparer.Ordinal).ThenBy(field => field.Level)];
        Labels = [.. labels];
        AboutOthers = [.. aboutOthers.Order(StringComparer.Ordinal)];
    }

    internal ImmutableArray<PlannedField> Fields { get; }
    /// <summary>Labels committed to one by one; the others share the commitment of the markings.</summary>
    internal ImmutableHashSet<string> Labels { get; }
    /// <summary>Members sealed under a key of their own.</summary>
    internal ImmutableArray<string> AboutOthers { get; }

    internal static FieldPlan Of(EventType type) => Made.GetOrAdd(type, static type => new FieldPlan(
        type.Fields.Select(field => (field.Member, field.Ladder)),
        type.Fields.Where(field => field.IsLabel).Select(field => field.Member),
        type.Fields.Where(field => field.IsAbout).Select(field => field.Member)));

    /// <summary>For facts of a type this program does not know: every member, whole.</summary>
    internal static FieldPlan Of(JsonElement facts) =>
        new(facts.EnumerateObject().Select(member => (member.Name, Ladder.None)), [], []);

    /// <summary>
    /// The levels that show different things. A level between two of them shows what the lower one shows.
    /// </summary>
    /// <remarks>A pseudonym depends on who reads it, so of a person only the full value can be proved.</remarks>
    static Level[] LevelsOf(Ladder ladder) => ladder switch
    {
        Ladder.Date => [Level.Coarse, Level.Fine, Level.Full],
        Ladder.District or Ladder.NeedBands => [Level.Fine, Level.Full],
        _ => [Level.Full],
    };

    static IEnumerable<PlannedField> At(string path, string member, bool isFact, Level[] levels, Ladder ladder) =>
        levels.Select(level => new PlannedField(path, member, isFact, ladder, level));

    /// <summary>JSON Pointer of a member of the facts.</summary>
    internal static string FactPath(string member) => $"{SealedPart.Facts}/{Pointer(member)}";

    /// <summary>The level whose commitment holds what is shown at this one; null where no commitment does.</summary>
    internal static Level? CommittedAt(Ladder ladder, Level shown) => ladder switch
    {
        _ when shown == Level.Full => Level.Full,
        Ladder.Date => shown,
        Ladder.District or Ladder.NeedBands => Level.Fine,
        _ => null,
    };

    /// <summary>RFC 6901: a tilde and a slash within a name are written otherwise.</summary>
    static string Pointer(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
