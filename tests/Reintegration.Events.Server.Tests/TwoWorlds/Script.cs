using System.Globalization;

namespace Reintegration.Events.Server.Tests.TwoWorlds;

/// <summary>Who compares: an official with a seat on the case, and the system of the same agency.</summary>
sealed record Observer(string Agency, string Role, string Purpose, int Clearance)
{
    /// <summary>One of every sector that holds seats on cases, and the roles that views are for.</summary>
    public static readonly Observer[] All =
    [
        new("community-haven", "practitioner", "reintegration", 0), new("prison", "coordinator", "reintegration", 0),
        new("probation", "practitioner", "supervision", 2), new("police", "practitioner", "public-protection", 2),
        new("health-north", "psychologist", "reintegration", 0), new("probation", "panel-chair", "public-protection", 2),
        new("intelligence", "intelligence-analyst", "threat-prevention", 4), new("prison", "psychologist", "reintegration", 0),
        new("prison", "religious-mentor", "reintegration", 0), new("community-haven", "panel-member", "reintegration", 0),
        new("police", "panel-member", "public-protection", 2),
    ];

    public Sector Sector => Enum.Parse<Sector>(Agency.Split('-')[0], ignoreCase: true);
}

/// <summary>One step of a telling: a post, or time passing. Hidden ones happen in one of the two worlds only.</summary>
sealed record Deed(string Agency, byte[] Body, bool IsHidden, bool IsCompared, TimeSpan Passing)
{
    /// <summary>Whoever keeps what was made of the ledger forgets it and begins anew, in one of the worlds.</summary>
    public bool IsRebuild { get; init; }
}

/// <summary>A random case, told the same from the same seed, with what one seat may not know of it.</summary>
sealed class Script
{
    static readonly EventType[] Ordinary =
    [
        .. Catalog.Default.All.Where(type => type.Place == CasePlace.InCase && !type.Governing && !type.FollowsTarget
            && type.NotYetAccepted is null && type.Area != "governance"
            && type.Producers.Any(sector => AgencyOf(sector) is not null)),
    ];

    readonly Random _random;
    readonly Observer _observer;
    readonly string _key;
    DateTimeOffset _now;
    int _count;

    /// <param name="now">When its telling begins, by the clock of its worlds.</param>
    public Script(int seed, Observer observer, DateTimeOffset now)
    {
        _now = now;
        _random = new Random(seed);
        _key = $"pair/{seed.ToString(CultureInfo.InvariantCulture)}";
        _observer = observer;
        Case = Post.Name("prison", $"{_key}/opened");
        Official = $"official-{_observer.Agency}-{seed.ToString(CultureInfo.InvariantCulture)}";
        Deeds = [.. Tell()];
    }

    public Observer Observer => _observer;
    public string Official { get; }
    /// <summary>By the event that opened it.</summary>
    public string Case { get; }
    public Guid Opened => Post.Id($"{_key}/opened");
    public List<Guid> HiddenIds { get; } = [];
    /// <summary>Something the observer's own agency said.</summary>
    public Guid OwnId => Post.Id($"seat/{Case}/{Official}/{_observer.Role}");

    /// <summary>Under which id the person goes in a system of the prison.</summary>
    public const string LocalSystem = "custody-register";
    public string LocalId => $"C-{_key[5..]}";
    /// <summary>
    /// A hidden event sent twice or its id reused, one that cannot be opened, an expected version, a window that closes, a
    /// rebuild.
    /// </summary>
    public HashSet<string> Specials { get; } = [];
    public IReadOnlyList<Deed> Deeds { get; }

    static string? AgencyOf(Sector sector) => sector switch
    {
        Sector.Prison => "prison",
        Sector.Probation => "probation",
        Sector.Police => "police",
        Sector.Community => "community-haven",
        Sector.Health => "health-north",
        _ => null,
    };

    string Next() => $"{_key}/{_count++}";

    IEnumerable<Deed> Tell()
    {
        yield return Do("prison", Post.Event("prison", $"{_key}/opened", "coordination.case-opened", null, new
        {
            personRef = "prison-p1",
            displayName = "Test P.",
            language = "en",
            openingReason = "release",
            dataSubjectCategory = "convicted",
            localIds = new[] { new { system = LocalSystem, id = LocalId } },
        }));
        foreach (var agency in (string[])["probation", "police", "community-haven", "health-north"])
            yield return Do("prison", Post.Joined(Case, agency));
        yield return Do(_observer.Agency, Post.Seat(Case, _observer.Agency, Official, _observer.Role));
        var release = World.Start.AddDays(_random.Next(160, 230));
        yield return Do("prison", Post.Event("prison", Next(), "custody.sentence-recorded", Case, new
        {
            offenceGroup = "membership",
            sentenceType = "determinate",
            start = "2023-01-01",
            earliestRelease = release.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            expiry = "2029-01-01",
        }));
        yield return Hide();
        for (var left = _random.Next(8, 16); left > 0; left--)
            foreach (var deed in Some()) yield return deed;
    }

    IEnumerable<Deed> Some()
    {
        switch (_random.Next(13))
        {
            case 12 when _observer.Agency != "intelligence":
                foreach (var deed in HideMore()) yield return deed;
                break;
            case 0 or 1 or 2:
                yield return Hide();
                break;
            case 3:
                Specials.Add("window");
                yield return Consented(days: 5);
                if (_random.Next(2) == 0) yield return Hide();
                yield return Pass(_random.Next(7, 40));
                break;
            case 10:
                Specials.Add("poison");
                yield return Poison();
                break;
            case 11:
                Specials.Add("rebuild");
                yield return new Deed("", [], true, false, default) { IsRebuild = true };
                yield return Pass(_random.Next(1, 3));
                break;
            case 4:
                Specials.Add("duplicate");
                var (owner, body) = Hidden();
                yield return new Deed(owner, body, true, false, default);
                yield return new Deed(owner, body, true, false, default);
                // The observer's own agency happens to choose the same id.
                yield return Own(Post.Event(
                    _observer.Agency, "", "supervision.contact-missed", Case,
                    new { expectedAt = "2026-02-20T10:00:00Z", service = "circle", followUpBy = "2026-03-05" },
                    id: HiddenIds[^1].ToString("D")));
                break;
            case 5:
                Specials.Add("guard");
                yield return Own(Post.Event(
                    _observer.Agency, Next(), "supervision.contact-missed", Case,
                    new { expectedAt = "2026-02-20T10:00:00Z", service = "circle", followUpBy = "2026-03-05" },
                    expectedVersion: _random.Next(4).ToString(CultureInfo.InvariantCulture)));
                break;
            case 6:
                // What it points at is hidden, or is nothing: answered alike.
                yield return Own(Post.Event(_observer.Agency, Next(), "governance.statement-corrected", Case, new
                {
                    targetEvent = $"/agencies/police/events/{HiddenIds[^1]:D}",
                    reason = "factual-error",
                    basis = "letter",
                    decidedBy = "practitioner",
                }));
                break;
            default:
                var type = Ordinary[_random.Next(Ordinary.Length)];
                var agencies = type.Producers.Select(AgencyOf).OfType<string>().ToList();
                var agency = agencies[_random.Next(agencies.Count)];
                yield return Do(agency, Post.Event(agency, Next(), type.Name, Case, type.Example));
                break;
        }
    }

    Deed Pass(int days)
    {
        _now += TimeSpan.FromDays(days);
        return new Deed("", [], false, false, TimeSpan.FromDays(days));
    }

    /// <summary>A window for the community that closes by itself.</summary>
    Deed Consented(int days) => Do("probation", Post.Event("probation", Next(), "governance.consent-given", Case, new
    {
        giver = "person",
        scope = new[] { "NEEDS", "SERVICE" },
        givenAt = "2026-02-28T09:00:00Z",
        recipients = new[] { "community-haven" },
        expires = (_now + TimeSpan.FromDays(days)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    }));

    Deed Do(string agency, byte[] body) => new(agency, body, false, agency == _observer.Agency, default);

    Deed Own(byte[] body) => new(_observer.Agency, body, false, true, default);

    Deed Hide()
    {
        var (owner, body) = Hidden();
        return new Deed(owner, body, true, false, default);
    }

    /// <summary>
    /// What an owner says about an event that is hidden governs that event alone; and what intelligence declares, where
    /// it is hidden, opens nothing.
    /// </summary>
    IEnumerable<Deed> HideMore()
    {
        Specials.Add("governing");
        var (pointer, other) = (Next(), _observer.Agency == "probation" ? "police" : "probation");
        yield return new Deed("intelligence", Post.Intelligence(Case, pointer), true, false, default);
        HiddenIds.Add(Post.Id(pointer));
        var target = Post.Name("intelligence", pointer);
        Deed About(string type, object facts) => new(
            "intelligence", Post.Event("intelligence", Next(), $"governance.{type}", Case, facts, role: "liaison-officer"), true, false, default);
        yield return About("originator-consent-granted", new { targetEvent = target, recipients = new[] { other }, releasedUntil = "2026-12-31" });
        if (_random.Next(2) == 0)
            yield return About("processing-restricted", new { targetEvent = target, reason = "accuracy-contested", decidedBy = "data-protection-officer" });
        if (_random.Next(2) == 0)
            yield return About("originator-consent-refused", new { targetEvent = target, from = new[] { other }, reason = "source-protection" });
        if (_observer.Agency is "community-haven" or "health-north")
            yield return new Deed("intelligence", Post.Event("intelligence", Next(), "intelligence.imminent-harm-declared", Case, new
            {
                threat = "attack-on-person",
                targetKnown = false,
                concreteFacts = "A message was read in which a day is named.",
                expires = World.Start.AddDays(2).ToString("O", CultureInfo.InvariantCulture),
                authorisedBy = "duty-officer",
            }, role: "liaison-officer"), true, false, default);
    }

    /// <summary>A pointer of intelligence, or what an informant said: for no seat of another agency.</summary>
    (string Owner, byte[] Body) Hidden()
    {
        var key = Next();
        HiddenIds.Add(Post.Id(key));
        return _observer.Agency != "intelligence" && _random.Next(2) == 0
            ? ("intelligence", Post.Intelligence(Case, key))
            : Source(key, null);
    }

    Deed Poison()
    {
        var key = Next();
        HiddenIds.Add(Post.Id(key));
        var (owner, body) = Source(key, PoisonedLedger.Author);
        return new Deed(owner, body, true, false, default);
    }

    (string Owner, byte[] Body) Source(string key, string? author)
    {
        var (owner, type) = _observer.Agency == "police"
            ? ("prison", "custody.behaviour-observation-recorded")
            : ("police", "intelligence.police-contact-recorded");
        return (owner, Post.Event(
            owner, key, type, Case, Catalog.Default.Find($"reintegration.{type}.v1").Example, about: new
            {
                author = new { role = "practitioner", reference = author ?? $"official-{owner}-1" },
                subjects = new[] { new { person = $"{owner}-p1", category = "convicted" } },
                reviewDue = "2026-06-01",
                labels = new[] { "SOURCE" },
            }));
    }
}
