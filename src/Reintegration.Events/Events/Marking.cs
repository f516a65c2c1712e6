namespace Reintegration.Events.Events;

/// <summary>Names an event type on the wire and gives its defaults. Discovered by <c>Catalog</c>.</summary>
/// <param name="name"><c>reintegration.&lt;area&gt;.&lt;past-tense-kebab&gt;.v1</c></param>
/// <param name="root">
/// The first word of every field class of this type, one row of the sharing matrix: <c>risk</c>, <c>intel-pointer</c>.
/// The type's <c>$event</c> and envelope members are the classes <c>root.$event</c>, <c>root.envelope.time</c> and so
/// on.
/// </param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EventTypeAttribute(string name, string root) : Attribute
{
    public string Name { get; } = name;
    public string Root { get; } = root;
    /// <summary>One sentence for those who will post or read it; the docstring says the rest.</summary>
    public required string Summary { get; init; }
    /// <summary>Row of the event catalogue (domain.md section 1).</summary>
    public required int Row { get; init; }
    public required Category Category { get; init; }
    /// <summary>
    /// The member, a list of categories, whose first word is the event's category in place of the type's.
    /// </summary>
    public string? CategoryFrom { get; init; }
    public required Sector[] Producers { get; init; }
    public Sensitivity Sensitivity { get; init; } = Sensitivity.S2;
    public HandlingCode Handling { get; init; } = HandlingCode.H0;
    public StatementKind StatementKind { get; init; } = StatementKind.Fact;
    public RetentionClass Retention { get; init; } = RetentionClass.Case;
    /// <summary>Labels every event of the type carries, e.g. <c>INTEL</c>, <c>ORCON</c>.</summary>
    public string[] Labels { get; init; } = [];
    /// <summary>Where it belongs: in a case (default), in no case, or it creates one.</summary>
    public CasePlace Place { get; init; } = CasePlace.InCase;
    /// <summary>
    /// Feeds the case context, so it can change what others are shown (contracts/policy/governing.txt).
    /// </summary>
    public bool Governing { get; init; }
    /// <summary>
    /// Takes category, markings and audience of the event it points at (its field <c>targetEvent</c>).
    /// </summary>
    public bool FollowsTarget { get; init; }
    /// <summary>How it stands to the event it points at, when it follows one.</summary>
    public RelationKind Relation { get; init; } = RelationKind.Concerns;
    /// <summary>
    /// The event it points at may be another owner's about the same case, if the posting agency is itself shown it.
    /// </summary>
    public bool OfOthers { get; init; }
    /// <summary>Only a named human may be the author; role <c>system</c> is refused (law 11).</summary>
    public bool HumanOnly { get; init; }
    /// <summary>
    /// Why intake refuses the type for now: the house does not yet act upon it, and taking it would promise that it
    /// does. Absent: it is taken.
    /// </summary>
    public string? NotYetAccepted { get; init; }
}

public enum CasePlace { InCase, NoCase, OpensCase }

/// <summary>Names the field class of one member of <c>facts</c>, and what its coarse and fine levels mean.</summary>
/// <remarks>A member without this attribute is refused at start-up: an unmarked field would have no rule to hide
/// it.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAttribute(string fieldClass) : Attribute
{
    /// <summary>Class below the type's root: <c>level</c> in a <c>risk</c> type is <c>risk.level</c>.</summary>
    public string FieldClass { get; } = fieldClass;
    public Ladder Ladder { get; init; } = Ladder.None;
    /// <summary>Longest text accepted, in Unicode code points; 0 takes the default for the member's kind.</summary>
    public int MaxLength { get; init; }
    /// <summary>Fewest items of a list.</summary>
    public int MinItems { get; init; }
    /// <summary>Most items of a list; 0 takes <see cref="Limits.ListItems"/>.</summary>
    public int MaxItems { get; init; }
    public double Minimum { get; init; } = double.NegativeInfinity;
    public double Maximum { get; init; } = double.PositiveInfinity;
}

/// <summary>
/// A member that a rule or the case context may read: copied to the envelope's labels at intake (law 10).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LabelAttribute : Attribute;

/// <summary>A member about somebody other than the person the case is about; sealed under that person's key.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AboutAttribute : Attribute;

/// <summary>
/// A named total function per level, from the exact value to what a lower level shows (Policy/Ladders.cs).
/// </summary>
public enum Ladder
{
    /// <summary>One level only: full.</summary>
    None,
    /// <summary>A date or time: year, then month, then the value.</summary>
    Date,
    /// <summary>Free text: nothing below full.</summary>
    Text,
    /// <summary>A place written "district: detail": the district, then the value.</summary>
    District,
    /// <summary>A person reference: a pseudonym of the reader's agency, then the value.</summary>
    Person,
    /// <summary>A list of needs: domains with severity band, then the value.</summary>
    NeedBands,
}
