using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Views.Sheets;

/// <summary>
/// A page somebody works from: sections of matters, each resting on statements that the seat is shown.
/// </summary>
/// <remarks>
/// Only what was disclosed is in it, as it is known now; what was said before stands beside it. It says nothing of
/// today: whether something is late is asked of it with a clock (<see cref="Continuity"/>).
/// </remarks>
public sealed record Sheet
{
    public static Sheet Empty { get; } = new();

    /// <summary>Matters by the name of their section, in the order they were learned.</summary>
    public ImmutableSortedDictionary<string, ImmutableList<Matter>> Sections { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableList<Matter>>(StringComparer.Ordinal);

    /// <summary>What is only known to exist, and whom to ask; how many there are is not known.</summary>
    public ImmutableList<OverviewPointer> Exists { get; init; } = [];

    /// <summary>
    /// By agency on the case, when it was last heard of: the recorded clock, as exactly as it is shown.
    /// </summary>
    public ImmutableSortedDictionary<string, Heard> LastHeard { get; init; } =
        ImmutableSortedDictionary.Create<string, Heard>(StringComparer.Ordinal);

    /// <summary>
    /// Digests of the names of the events it was folded from: a reference to any other event is left out.
    /// </summary>
    public ImmutableSortedSet<string> Seen { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>
    /// Eight bytes of a hash: enough to know a name again, little enough to keep one for every event.
    /// </summary>
    public static string Digest(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return Base64Url.EncodeToString(hash[..8]);
    }

    /// <summary>The matters of a section; empty when there are none.</summary>
    public ImmutableList<Matter> Of(Section section) => Sections.GetValueOrDefault(section.Name) ?? [];

    /// <summary>Those of a section that still stand.</summary>
    public IEnumerable<Matter> Standing(Section section) => Of(section).Where(matter => matter.Stands);

    /// <summary>The last of a section that stands, or null.</summary>
    public Matter? Latest(Section section) => Of(section).FindLast(matter => matter.Stands);
}

/// <summary>The last that was heard of an agency.</summary>
public sealed record Heard(string RecordedAt, string Event);

/// <summary>Something that was opened, and what came of it.</summary>
public sealed record Matter
{
    /// <summary>
    /// Not answered, not overtaken by a later one, not taken back. Dates are not looked at: that takes a clock.
    /// </summary>
    public bool Stands { get; init; } = true;

    public required Statement Opened { get; init; }

    /// <summary>What was said of it later, in order: varied, answered, reviewed, closed.</summary>
    public ImmutableList<Statement> Then { get; init; } = [];

    /// <summary>All statements of it that were not taken back, the latest last.</summary>
    [JsonIgnore]
    public IEnumerable<Statement> Valid => Then.Prepend(Opened).Where(statement => statement.RetractedBy is null);

    /// <summary>A member as the latest statement that has it says; null when no one is shown it.</summary>
    public JsonElement? Value(string member) =>
        Valid.LastOrDefault(statement => statement.Facts.ContainsKey(member))?.Facts[member];

    /// <summary><see cref="Value"/> of a text, a day or a time.</summary>
    public string? Text(string member) => Members.Text(Value(member));
}

/// <summary>One event as the seat may know it now, with what was later said about it.</summary>
public sealed record Statement
{
    public required string Event { get; init; }
    public required string Type { get; init; }
    public required string Owner { get; init; }
    public string? HappenedAt { get; init; }
    public string? RecordedAt { get; init; }
    /// <summary>The role that wrote it; a judgement is never read without (hard case 11).</summary>
    public string? AuthorRole { get; init; }
    public DisclosedQuality? Quality { get; init; }
    /// <summary>What is known now.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Facts { get; init; } = Members.None;
    /// <summary>What was known before, of the members that were corrected or taken back.</summary>
    public ImmutableSortedDictionary<string, JsonElement>? FactsBefore { get; init; }
    public ImmutableArray<string>? CorrectedBy { get; init; }
    /// <summary>Contradictions by other agencies that nobody has resolved.</summary>
    public ImmutableArray<string>? ContradictedBy { get; init; }
    public string? RestrictedBy { get; init; }
    public string? RetractedBy { get; init; }
    public string? SupersededBy { get; init; }

    [JsonIgnore]
    public string Noun => Members.Noun(Type);

    public string? Text(string member) => Members.Text(Facts.TryGetValue(member, out var value) ? value : null);

    /// <summary>What is shown of an event, without references to events that are not.</summary>
    public static Statement Of(Disclosure disclosure, Func<string, bool> isShown) => new()
    {
        Event = disclosure.Name.ToString()!,
        Type = disclosure.Type!,
        Owner = disclosure.Owner.Value,
        HappenedAt = Members.Text(disclosure.HappenedAt),
        RecordedAt = Members.Text(disclosure.RecordedAt),
        AuthorRole = disclosure.Author?.Role,
        Quality = disclosure.Quality,
        Facts = disclosure.NewValues.IsEmpty
            ? References.Shown(disclosure.Fields, isShown)
            : References.Shown(disclosure.Fields, isShown).Add(NewValue, JsonSerializer.SerializeToElement(
                References.Shown(disclosure.NewValues, isShown))),
    };

    /// <summary>What a contradiction holds instead, member by member.</summary>
    public const string NewValue = "newValue";

    /// <summary>With the new values of a correction; what they replace is kept, the first time.</summary>
    public Statement Corrected(string by, ImmutableSortedDictionary<string, JsonElement> values)
    {
        var before = FactsBefore ?? Members.None;
        foreach (var member in values.Keys)
            if (Facts.TryGetValue(member, out var old) && !before.ContainsKey(member)) before = before.Add(member, old);
        return this with
        {
            Facts = Facts.SetItems(values),
            FactsBefore = before.IsEmpty ? null : before,
            CorrectedBy = [.. CorrectedBy ?? [], by],
        };
    }

    /// <summary>
    /// Taken back by its owner: nothing of it is known now, and what was known stays readable as such.
    /// </summary>
    public Statement Retracted(string by) => this with
    {
        RetractedBy = by,
        Facts = Members.None,
        FactsBefore = (FactsBefore ?? Members.None).AddRange(
            Facts.Where(fact => FactsBefore?.ContainsKey(fact.Key) != true)),
    };

    public Statement Contradicted(string by) => this with { ContradictedBy = [.. ContradictedBy ?? [], by] };

    /// <summary>Without a contradiction that was resolved.</summary>
    public Statement Settled(string? contradiction)
    {
        ImmutableArray<string> left = [.. (ContradictedBy ?? []).Where(by => by != contradiction)];
        return this with { ContradictedBy = left.IsEmpty ? null : left };
    }
}
