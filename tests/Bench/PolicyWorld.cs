using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;

namespace Bench;

/// <summary>Eight enrolled agencies, and one event of every type that belongs in a case, decided from several seats.</summary>
internal sealed class PolicyWorld
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CaseId @case = CaseId.Parse("018f0000-0000-7000-8000-000000000001");

    public PolicyWorld()
    {
        Bundle = ReadBundle();
        Organisations = new OrganisationContext
        {
            Members = Enum.GetValues<Sector>().ToImmutableSortedDictionary(AgencyOf, sector => new Member(
                AgencyOf(sector), sector, "office", "desk", "led", "XA", [.. Vocabulary.Purposes], [], [])),
        };
        var agencies = Enum.GetValues<Sector>().Select(AgencyOf);
        Context = new CaseContext(@case)
        {
            Lead = AgencyOf(Sector.Prison),
            OpenedAt = Now.AddDays(-30),
            Agencies = [.. agencies.Select(agency => new Membership(agency, Now.AddDays(-30), null))],
            Seats = [.. agencies.Select(agency => new CaseSeat(agency, "official", "practitioner", Now.AddDays(-30), null))],
            Sentence = new SentenceDates(new DateOnly(2026, 8, 1), new DateOnly(2029, 1, 9)),
        };
        Events = [.. Catalog.Default.All.Where(type => type.Place == CasePlace.InCase && !type.FollowsTarget).Select(Envelope)];
    }

    public Bundle Bundle { get; }

    public OrganisationContext Organisations { get; }

    public CaseContext Context { get; }

    public Envelope[] Events { get; }

    /// <summary>One practitioner of each sector that reads cases.</summary>
    public IEnumerable<Decider> Deciders() =>
        from of in (IEnumerable<(Sector Sector, string Purpose)>)
        [
            (Sector.Prison, "supervision"), (Sector.Probation, "supervision"), (Sector.Police, "public-protection"),
            (Sector.Community, "reintegration"), (Sector.Health, "reintegration"),
        ]
        select DeciderOf(of.Sector, of.Purpose);

    public Decider DeciderOf(Sector sector, string purpose) => new(
        Bundle, Catalog.Default,
        new Seat(AgencyOf(sector), sector, "practitioner", purpose, "led-8", 2, [], "official"), Context, Organisations, Now);

    private static AgencyId AgencyOf(Sector sector) => AgencyId.Parse(sector.ToString().ToLowerInvariant());

    private Envelope Envelope(EventType type)
    {
        var about = JsonNode.Parse("""
            {"author":{"role":"practitioner","reference":"official-7"},"reviewDue":"2026-12-01",
             "subjects":[{"person":"person-1","category":"convicted"}]}
            """);
        var owner = AgencyOf(type.Producers[0]);
        var accepted = Acceptance.Accept(
            type,
            new Submission
            {
                Name = new EventName(owner, Guid.NewGuid()),
                Type = type.Name,
                HappenedAt = Now.AddDays(-10),
                About = JsonSerializer.SerializeToElement(about),
                Facts = type.Example,
            },
            new StreamId(owner, @case), null);
        return accepted.Envelope ?? throw new InvalidOperationException($"{type.Name}: {string.Join("; ", accepted.Errors)}");
    }

    private static Bundle ReadBundle()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Reintegration.Events.sln"))) folder = folder.Parent!;
        var root = Path.Combine(folder.FullName, "contracts", "policy", "unicri-default");
        return Bundle.Load(Directory.GetFiles(root, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText));
    }
}
