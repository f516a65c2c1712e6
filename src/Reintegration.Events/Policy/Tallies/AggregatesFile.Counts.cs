namespace Reintegration.Events.Policy.Tallies;

/// <content>The aggregates themselves.</content>
internal sealed partial class AggregatesFile
{
    private Aggregate Aggregate(string name, JsonElement said, Population? people, ImmutableArray<string> areas)
    {
        var title = json.Text(said, "title");
        ImmutableArray<Reader> readers = [.. List(said, "readers").Select(Reader)];
        if (readers.IsEmpty) throw json.Refuse($"'{name}' has no readers.", name);
        return json.Word(json.Text(said, "of"), ["people", "programme", "case"]) switch
        {
            "people" => People(name, title, readers, said, people),
            "programme" => Programme(name, title, readers, said, areas),
            _ => Case(name, title, readers, said),
        };
    }

    private Reader Reader(JsonElement said)
    {
        json.Members(said, "sectors", "role", "purpose");
        return new Reader(
            said.TryGetProperty("sectors", out var sectors) ? Sectors(sectors) : [],
            json.Word(json.Text(said, "role"), Vocabulary.Roles),
            json.Word(json.Text(said, "purpose"), Vocabulary.Purposes));
    }

    private ImmutableArray<Sector> Sectors(JsonElement list)
    {
        var words = EventJson.Words<Sector>();
        return [.. json.Words(list, words).Select(word => Enum.GetValues<Sector>()[words.IndexOf(word)])];
    }

    private PeopleAggregate People(
        string name, string title, ImmutableArray<Reader> readers, JsonElement said, Population? people)
    {
        json.Members(said, "of", "title", "readers", "tables");
        if (people is null) throw json.Refuse("'people' is missing.", name);
        var tables = List(said, "tables").Select(table =>
        {
            var two = table.ValueKind == JsonValueKind.Array ? table.EnumerateArray().Select(each => each.ToString()).ToList() : [];
            if (two.Count != 2 || two[0] == two[1]) throw json.Refuse("a table is told by two dimensions.", "tables");
            foreach (var each in two.Where(each => people.Find(each) is null))
                throw json.Refuse($"'{each}' is not a dimension.", each);
            return new Pair(two[0], two[1]);
        });
        return new PeopleAggregate(name, title, readers, [.. tables]);
    }

    private ProgrammeAggregate Programme(
        string name, string title, ImmutableArray<Reader> readers, JsonElement said, ImmutableArray<string> areas)
    {
        json.Members(said, "of", "title", "readers", "type", "by", "measure", "pillar");
        var type = Type(json.Text(said, "type"));
        if (type.Place != CasePlace.NoCase || type.FollowsTarget || !OfProgrammes.Contains(type.Category))
            throw json.Refuse($"'{type.Name}' speaks of people, or of no programme.", type.Name);
        var members = List(said, "by").Select(each =>
        {
            json.Members(each, "member", "list");
            var member = json.Text(each, "member");
            return Member(member, type, member, json.OptionalText(each, "list"), areas);
        }).ToImmutableArray();
        if (members.Length > 2) throw json.Refuse("two members at most.", name);
        var pillar = json.OptionalText(said, "pillar");
        if (pillar is not null) json.Word(pillar, EventJson.Words<Events.Community.PlanPillar>());
        return new ProgrammeAggregate(
            name, title, readers, type.Name, members, Measure(json.Member(said, "measure"), type), pillar);
    }

    private Measure Measure(JsonElement said, EventType type)
    {
        json.Members(said, "is", "member", "weight", "from", "to");
        var words = EventJson.Words<MeasureKind>();
        var kind = Enum.GetValues<MeasureKind>()[words.IndexOf(json.Word(json.Text(said, "is"), words))];
        string? Named(string member, string? schemaType)
        {
            if (json.OptionalText(said, member) is not { } named) return null;
            var field = Field(type, named);
            var schema = type.Schema.GetProperty("properties").GetProperty(named);
            return schemaType is null || schema.GetProperty("type").ValueEquals(schemaType)
                ? field.Member
                : throw json.Refuse($"'{named}' of {type.Name} is no {schemaType}.", named);
        }

        var member = Named("member", kind is MeasureKind.Sum or MeasureKind.Mean ? "integer" : null);
        var weight = Named("weight", "integer");
        if (member is null != (kind == MeasureKind.Events) || weight is null != (kind != MeasureKind.Mean))
            throw json.Refuse("a sum and what is distinct name a member, a mean also its weight.", "measure");
        return new Measure(kind, member, weight, Named("from", "string"), Named("to", "string"));
    }

    private CaseAggregate Case(string name, string title, ImmutableArray<Reader> readers, JsonElement said)
    {
        var counts = json.Word(json.Text(said, "counts"), ["held-back", "unanswered", "lapsed", "missing"]);
        return new CaseAggregate(name, title, readers, counts switch
        {
            "held-back" => HeldBack(said),
            "unanswered" => Unanswered(said),
            "lapsed" => Lapsed(said),
            _ => Missing(said),
        });
    }

    private HeldBack HeldBack(JsonElement said)
    {
        json.Members(said, "of", "title", "readers", "counts", "type", "until", "answer", "given");
        var (type, answer) = (Type(json.Text(said, "type")), Answering(json.Member(said, "answer")));
        var says = Words(Type(answer.Type).Schema.GetProperty("properties").GetProperty(answer.Says));
        return new HeldBack(
            type.Name, Label(type, json.Text(said, "until")), answer, json.Words(json.Member(said, "given"), says));
    }

    private Unanswered Unanswered(JsonElement said)
    {
        json.Members(said, "of", "title", "readers", "counts", "type", "until", "answer", "hours");
        var type = Type(json.Text(said, "type"));
        return new Unanswered(
            type.Name, Label(type, json.Text(said, "until")), Answering(json.Member(said, "answer")),
            (int)json.Number(said, "hours"));
    }

    private Answering Answering(JsonElement said)
    {
        json.Members(said, "type", "names", "says", "again");
        var type = Type(json.Text(said, "type"));
        string Of(string member) => Field(type, json.Text(said, member)).Member;
        return new Answering(type.Name, Of("names"), Of("says"), Of("again"));
    }

    private Lapsed Lapsed(JsonElement said)
    {
        json.Members(said, "of", "title", "readers", "counts", "type", "until", "kind");
        var type = Type(json.Text(said, "type"));
        return new Lapsed(type.Name, Label(type, json.Text(said, "until")), Label(type, json.Text(said, "kind")));
    }

    private Missing Missing(JsonElement said)
    {
        json.Members(said, "of", "title", "readers", "counts", "sectors");
        return new Missing(Sectors(json.Member(said, "sectors")));
    }

    private string Label(EventType type, string member) =>
        Field(type, member) is { IsLabel: true } label
            ? label.Member
            : throw json.Refuse($"'{member}' of {type.Name} is no label.", member);

    private ImmutableArray<JsonElement> List(JsonElement parent, string name) =>
        json.Member(parent, name) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray()]
            : throw json.Refuse($"'{name}' must be a list.", name);
}
