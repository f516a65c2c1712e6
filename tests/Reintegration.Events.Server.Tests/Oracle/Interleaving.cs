using System.Globalization;

namespace Reintegration.Events.Server.Tests.Oracle;

/// <summary>One case and a random row of things that happen to it, told the same from the same seed.</summary>
sealed class Interleaving
{
    public static readonly string[] Agencies = ["probation", "police", "community-haven", "health-north"];

    static readonly EventType[] Ordinary =
    [
        .. Catalog.Default.All.Where(type => type.Place == CasePlace.InCase && !type.Governing && !type.FollowsTarget
            && type.NotYetAccepted is null && type.Area != "governance"
            && type.Producers.Any(sector => AgencyOf(sector) is not null)),
    ];

    readonly Random _random;
    readonly Func<DateTimeOffset> _now;
    readonly List<(string Agency, string Key)> _dates = [];
    readonly List<(string Agency, string Key, EventType Type)> _said = [];
    int _count;

    /// <param name="now">The clock of the world it is told to.</param>
    public Interleaving(int seed, Func<DateTimeOffset> now)
    {
        (_random, _now) = (new Random(seed), now);
        Key = string.Create(CultureInfo.InvariantCulture, $"oracle/{seed}");
        Case = Post.Name("prison", $"{Key}/opened");
    }

    public string Key { get; }

    /// <summary>By the event that opened it.</summary>
    public string Case { get; }

    /// <summary>An official of an agency, who has a seat on this case alone.</summary>
    public string Official(string agency) => $"official-{agency}-{Key.Replace('/', '-')}";

    public static string Role(string agency) => agency == "health-north" ? "psychologist" : "practitioner";

    static string? AgencyOf(Sector sector) => sector switch
    {
        Sector.Prison => "prison",
        Sector.Probation => "probation",
        Sector.Police => "police",
        Sector.Community => "community-haven",
        Sector.Health => "health-north",
        Sector.Intelligence => "intelligence",
        _ => null,
    };

    string Next() => string.Create(CultureInfo.InvariantCulture, $"{Key}/{_count++}");

    T Any<T>(params T[] items) => items[_random.Next(items.Length)];

    string Day(int from, int to) => _now().AddDays(_random.Next(from, to)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The case is opened, and most agencies are on it with somebody who has a seat.</summary>
    public IEnumerable<(string Agency, byte[] Body)> Opening()
    {
        yield return ("prison", Post.Event("prison", $"{Key}/opened", "coordination.case-opened", null, new
        {
            personRef = "prison-p1", displayName = "Test P.", language = "en", openingReason = "release", dataSubjectCategory = "convicted",
        }, About("prison"), _now().AddHours(-1)));
        foreach (var agency in Agencies)
        {
            if (_random.Next(5) == 0) continue;
            yield return Team("coordination.case-agency-joined", new { agency, from = Instant(-1) });
            if (_random.Next(4) > 0)
                yield return Say(agency, "coordination.case-seat-taken", new { official = Official(agency), role = Role(agency) });
        }
    }

    /// <summary>What happens next: a post, or time passing (null).</summary>
    public (string Agency, byte[] Body)? Step() => _random.Next(16) switch
    {
        0 or 1 => Joined(),
        2 => Team("coordination.case-agency-left", new { agency = Any(Agencies), to = Any<object>(Instant(-2), Instant(5)) }),
        3 => Seat("taken"),
        4 => Seat("left"),
        5 => Consent(),
        6 => Say("probation", "governance.consent-withdrawn", new
        {
            giver = "person", scope = new[] { Any("NEEDS", "SERVICE", "HEALTH") }, withdrawnAt = Instant(-1), recipients = new[] { Any(Agencies) },
        }),
        7 => Window(),
        8 => Corrected(),
        9 => Any(0, 1, 2) == 0 ? Closing() : null,
        10 or 11 => null,
        _ => Report(),
    };

    string Instant(int days) => _now().AddDays(days).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    (string, byte[]) Say(string agency, string type, object facts) => (agency, Post.Event(agency, Next(), type, Case, facts, About(agency), _now().AddHours(-1)));

    /// <summary>Looked at again some time after now, wherever the clock has come to.</summary>
    object About(string agency) => new
    {
        author = new { role = "practitioner", reference = $"official-{agency}-1" },
        subjects = new[] { new { person = $"{agency}-p1", category = "convicted" } },
        reviewDue = Day(20, 120),
    };

    (string, byte[]) Team(string type, object facts) => Say("prison", type, facts);

    (string, byte[]) Joined() => _random.Next(3) == 0
        ? Team("coordination.case-agency-joined", new { agency = Any(Agencies), from = Instant(_random.Next(-1, 4)), to = Instant(_random.Next(5, 30)) })
        : Team("coordination.case-agency-joined", new { agency = Any(Agencies), from = Instant(_random.Next(-1, 3)) });

    (string, byte[]) Seat(string what)
    {
        var agency = Any(Agencies);
        var (official, role) = (Official(agency), Role(agency));
        return what == "taken" && _random.Next(3) == 0
            ? Say(agency, "coordination.case-seat-taken", new { official, role, until = Instant(_random.Next(1, 30)) })
            : Say(agency, $"coordination.case-seat-{what}", new { official, role });
    }

    (string, byte[]) Consent() => Say("probation", "governance.consent-given", new
    {
        giver = Any("person", "guardian"),
        scope = new[] { Any("NEEDS", "SERVICE", "HEALTH"), "COMPLIANCE" },
        givenAt = Instant(-1),
        recipients = new[] { Any(Agencies) },
        expires = Day(1, 40),
    });

    (string, byte[]) Window()
    {
        switch (_random.Next(4))
        {
            case 0:
                var start = Day(-5, 20);
                return Say("probation", "supervision.supervision-commenced", new { order = "conditional-release", start, officerRole = "officer", end = Day(25, 60) });
            case 1:
                return Say("prison", "custody.person-released", new
                {
                    at = Instant(-1), releaseType = "conditional", toArea = "Harbour district: housing", firstReportingAt = Instant(1),
                });
            default:
                var key = Next();
                _dates.Add(("prison", key));
                return ("prison", Post.Event("prison", key, "custody.sentence-recorded", Case, new
                {
                    offenceGroup = "membership", sentenceType = "determinate", start = "2023-01-01", earliestRelease = Day(150, 220), expiry = Day(900, 1000),
                }, About("prison"), _now().AddHours(-1)));
        }
    }

    (string, byte[]) Closing() => _random.Next(2) == 0
        ? Team("coordination.case-closed", new { at = Instant(_random.Next(-1, 4)), closingReason = "plan-fulfilled", answeringAgency = "prison" })
        : Team("coordination.case-reopened", new { at = Instant(-1), reopeningReason = "support-asked-for" });

    /// <summary>Of a date that opens a window, or of what somebody reported.</summary>
    (string, byte[])? Corrected()
    {
        if (_dates.Count == 0) return Report();
        var (agency, key) = _dates[_random.Next(_dates.Count)];
        return Say(agency, "governance.statement-corrected", new
        {
            targetEvent = Post.Name(agency, key), reason = "factual-error", basis = "letter", decidedBy = "coordinator",
            newValue = new { earliestRelease = Day(100, 300) },
        });
    }

    (string, byte[]) Report()
    {
        var type = Any(Ordinary);
        var agencies = type.Producers.Select(AgencyOf).OfType<string>().ToArray();
        var agency = Any(agencies);
        string[] labels = _random.Next(6) switch { 0 => ["ORCON"], 1 => ["SOURCE"], _ => [] };
        var released = Agencies.Where(_ => _random.Next(2) == 0).ToArray();
        return (agency, Post.Event(agency, Next(), type.Name, Case, type.Example, time: _now().AddHours(-1), about: new
        {
            author = new { role = agency == "intelligence" ? "intelligence-analyst" : "practitioner", reference = $"official-{agency}-1" },
            subjects = new[] { new { person = $"{agency}-p1", category = "convicted" } },
            reviewDue = Day(20, 120),
            labels,
            handling = new { releasableTo = released },
        }));
    }
}
