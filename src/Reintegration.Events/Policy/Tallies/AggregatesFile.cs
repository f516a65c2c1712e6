namespace Reintegration.Events.Policy.Tallies;

/// <summary>Reads <c>aggregates.json</c> and holds every word of it to the event types of the house.</summary>
internal sealed partial class AggregatesFile(string file, string text, Catalog catalog)
{
    /// <summary>More words than this are no band and no vocabulary but a register.</summary>
    private const int MaxWords = 24;

    /// <summary>Of people: pairs of them are tables, all of which a snapshot holds.</summary>
    private const int MaxDimensions = 10;

    /// <summary>What is never counted of people: closed lists do not make it harmless (hard cases 1, 5, 6, 9, 10).</summary>
    private static readonly ImmutableArray<Category> NeverCounted =
        [Category.Intel, Category.Source, Category.Victim, Category.Health, Category.Religion, Category.Family];

    /// <summary>Of organisations and staff: what programme counts may be made of.</summary>
    private static readonly ImmutableArray<Category> OfProgrammes =
        [Category.Capacity, Category.Govern, Category.Certification];

    private readonly BundleJson json = new(file, text);

    /// <exception cref="BundleRefused">Something in it is wrong; the message names file and line.</exception>
    public static Aggregates Read(string file, string text, Catalog catalog) =>
        new AggregatesFile(file, text, catalog).Read();

    private Aggregates Read()
    {
        json.Members(json.Root, "control", "areas", "people", "aggregates");
        var control = Control(json.Member(json.Root, "control"));
        ImmutableArray<string> areas = [.. json.Words(json.Member(json.Root, "areas"), null)];
        foreach (var area in areas.Where(area => !IsWord(area))) throw json.Refuse($"'{area}' is not a word.", area);
        var people = json.Root.TryGetProperty("people", out var declared) ? People(declared, areas) : null;
        var all = ImmutableSortedDictionary.CreateBuilder<string, Aggregate>(StringComparer.Ordinal);
        foreach (var each in json.Member(json.Root, "aggregates").EnumerateObject())
        {
            if (!IsWord(each.Name)) throw json.Refuse($"'{each.Name}' is not a word.", each.Name);
            all.Add(each.Name, Aggregate(each.Name, each.Value, people, areas));
        }

        var aggregates = new Aggregates(control, areas, people, all.ToImmutable());
        if (Overlap.Ring(aggregates.Tables) is { } ring)
            throw json.Refuse(
                $"'{ring.First}' and '{ring.Second}' close a ring of tables, which could be solved against each other.",
                ring.Second);
        return aggregates;
    }

    private DisclosureControl Control(JsonElement control)
    {
        json.Members(control, "threshold", "base", "cohort", "everyMonths");
        int Number(string name) => (int)json.Number(control, name);
        var (threshold, @base, cohort, months) =
            (Number("threshold"), Number("base"), Number("cohort"), Number("everyMonths"));
        if (threshold < DisclosureControl.LeastThreshold)
            throw json.Refuse($"the threshold must be at least {DisclosureControl.LeastThreshold}.", "threshold");
        if (@base < 1 || @base > threshold) throw json.Refuse("the base must be from 1 to the threshold.", "base");
        if (cohort < 2 * threshold) throw json.Refuse("a cohort must be at least twice the threshold.", "cohort");
        if (months < 1 || 12 % months != 0) throw json.Refuse("the months must divide a year.", "everyMonths");
        return new DisclosureControl(threshold, @base, cohort, months);
    }

    private Population People(JsonElement people, ImmutableArray<string> areas)
    {
        json.Members(people, "entry", "afterDays", "dimensions");
        var entry = OfPeople(json.Text(people, "entry"));
        var after = (int)json.Number(people, "afterDays");
        ImmutableArray<Dimension> dimensions =
        [
            .. json.Member(people, "dimensions").EnumerateObject().Select(each => Dimension(each.Name, each.Value, areas, after)),
        ];
        if (dimensions.Length > MaxDimensions) throw json.Refuse($"there are more than {MaxDimensions} dimensions.", "dimensions");
        return new Population(entry.Name, after, [.. dimensions.OrderBy(each => each.Name, StringComparer.Ordinal)]);
    }

    private Dimension Dimension(string name, JsonElement said, ImmutableArray<string> areas, int afterDays)
    {
        if (!IsWord(name)) throw json.Refuse($"'{name}' is not a word.", name);
        var kind = json.Word(json.Text(said, "by"), ["last", "days", "any", "phase"]);
        var dimension = kind switch
        {
            "last" => Last(name, said, areas),
            "days" => Days(name, said, afterDays),
            "any" => Any(name, said),
            _ => Phase(name, said),
        };
        return dimension.Words.Length is >= 2 and <= MaxWords
            ? dimension
            : throw json.Refuse($"'{name}' must have from 2 to {MaxWords} words.", name);
    }

    private Dimension Last(string name, JsonElement said, ImmutableArray<string> areas)
    {
        json.Members(said, "by", "type", "member", "list", "endedBy");
        var type = OfPeople(json.Text(said, "type"));
        var read = Member(name, type, json.Text(said, "member"), json.OptionalText(said, "list"), areas);
        return read with
        {
            Words = [.. read.Words, Tallies.Dimension.None],
            EndedBy = said.TryGetProperty("endedBy", out var ended) ? Ending(ended) : null,
        };
    }

    private Ending Ending(JsonElement said)
    {
        json.Members(said, "type", "names");
        var type = OfPeople(json.Text(said, "type"));
        return new Ending(type.Name, Field(type, json.Text(said, "names")).Member);
    }

    private Dimension Days(string name, JsonElement said, int afterDays)
    {
        json.Members(said, "by", "type", "bands");
        var list = json.Member(said, "bands");
        if (list.ValueKind != JsonValueKind.Array) throw json.Refuse("'bands' must be a list of days.", "bands");
        var bands = list.EnumerateArray().Select(each => each.TryGetInt32(out var days) ? days : 0).ToImmutableArray();
        if (bands.IsEmpty || bands[0] < 1 || bands[^1] > afterDays || bands.Zip(bands.Skip(1)).Any(two => two.First >= two.Second))
            throw json.Refuse("'bands' must rise, from 1 to the days after which people are counted.", "bands");
        return new Dimension(name, DimensionKind.Days, [.. bands.Select(days => $"within-{days}-days"), "later-or-never"])
        {
            Types = [OfPeople(json.Text(said, "type")).Name],
            Bands = bands,
        };
    }

    private Dimension Any(string name, JsonElement said)
    {
        json.Members(said, "by", "types");
        return new Dimension(name, DimensionKind.Any, ["yes", "no"])
        {
            Types = [.. json.Words(json.Member(said, "types"), null).Select(type => OfPeople(type).Name)],
        };
    }

    private Dimension Phase(string name, JsonElement said)
    {
        json.Members(said, "by");
        return new Dimension(name, DimensionKind.Phase, EventJson.Words<CasePhase>());
    }

    /// <summary>A member with a closed list of words: its own, or the bundle's areas.</summary>
    private Dimension Member(string name, EventType type, string member, string? list, ImmutableArray<string> areas)
    {
        var field = Field(type, member);
        var schema = type.Schema.GetProperty("properties").GetProperty(member);
        if (list is not null)
        {
            json.Word(list, ["areas"]);
            if (schema.GetProperty("type").ValueEquals("string") && !schema.TryGetProperty("enum", out _))
                return new Dimension(name, DimensionKind.Last, [.. areas, Tallies.Dimension.Elsewhere])
                { Types = [type.Name], Member = field.Member, IsArea = true };
        }
        else if (Words(schema) is { IsEmpty: false } words)
            return new Dimension(name, DimensionKind.Last, words) { Types = [type.Name], Member = field.Member };
        throw json.Refuse($"'{member}' of {type.Name} is not told by a closed list.", member);
    }

    private static ImmutableArray<string> Words(JsonElement schema)
    {
        if (schema.TryGetProperty("items", out var items)) schema = items;
        return schema.TryGetProperty("enum", out var words)
            ? [.. words.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!)]
            : [];
    }

    private EventType Type(string name) =>
        catalog.TryFind(name, out var type) ? type : throw json.Refuse($"'{name}' is not an event type.", name);

    private FieldMarking Field(EventType type, string member) =>
        type.Fields.FirstOrDefault(field => field.Member == member)
        ?? throw json.Refuse($"'{member}' is no member of {type.Name}.", member);

    private EventType OfPeople(string name)
    {
        var type = Type(name);
        if (type.Place == CasePlace.NoCase || type.FollowsTarget)
            throw json.Refuse($"'{name}' does not belong to a case.", name);
        return NeverCounted.Contains(type.Category) || type.Labels.Any(label => label is "INTEL" or "SOURCE")
            ? throw json.Refuse($"'{name}' is never counted: {EventJson.Word(type.Category)}.", name)
            : type;
    }

    private static bool IsWord(string word) =>
        word.Length > 0 && char.IsAsciiLetterLower(word[0])
        && word.All(each => char.IsAsciiLetterLower(each) || char.IsAsciiDigit(each) || each == '-');
}
