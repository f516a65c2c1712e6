namespace Reintegration.Events.Server.Demo.Story;

/// <summary>
/// The second person: a shorter sentence, strong community support, a community that reports what it does.
/// </summary>
static class Mirsa
{
    const string Key = "mirsa";

    public static void Tell(Telling telling)
    {
        var @case = Telling.Name("prison", $"{Key}/opened");
        telling.Tell(40, "prison", $"{Key}/opened", "coordination.case-opened", null, new
        {
            personRef = "prison-person-0733",
            displayName = "Mirsa T.",
            language = "bs",
            openingReason = "pre-release-planning",
            dataSubjectCategory = "convicted",
        }, role: "coordinator");
        telling.Sentence(40, @case, Key, "financing", start: 0, earliest: 200, expiry: 800);
        telling.Join(41, @case, Key, "probation", "community-haven");
        telling.Sit(41, @case, Key, "prison", "official-prison-1", "coordinator");
        telling.Sit(42, @case, Key, "probation", "official-probation-1", "practitioner");
        telling.Sit(43, @case, Key, "community-haven", "official-haven-1", "practitioner");
        telling.Mentoring(70, @case, Key, attended: true);
        telling.Mentoring(84, @case, Key, attended: true);
        telling.Tell(100, "probation", $"{Key}/consent", "governance.consent-given", @case, new
        {
            giver = "person",
            scope = new[] { "NEEDS", "IDENT", "SERVICE" },
            recipients = new[] { "community-haven" },
            givenAt = telling.Time(100),
            expires = telling.Date(Stories.Today + 300),
        });
        telling.Tell(120, "community-haven", $"{Key}/needs", "needs.needs-assessment-completed", @case, new
        {
            needs = new object[]
            {
                new { domain = "family", severity = "high", criminogenic = false },
                new { domain = "finance", severity = "medium", criminogenic = true },
            },
            strengths = new[] { "speaks four languages" },
            responsivity = new[] { "language" },
            nextReview = telling.Date(480),
        });
        Release(telling, @case);
        Community(telling, @case);
    }

    static void Release(Telling telling, string @case)
    {
        telling.Tell(205, "prison", $"{Key}/released", "custody.person-released", @case, new
        {
            at = telling.Time(205, 8),
            releaseType = "conditional",
            toArea = "Hill district: family home",
            firstReportingAt = telling.Time(206, 9),
        });
        telling.Tell(206, "probation", $"{Key}/supervision", "supervision.supervision-commenced", @case,
            new { order = "conditional-release", start = telling.Date(205), end = telling.Date(800), officerRole = "probation officer" });
        telling.Tell(
            206, "probation", $"{Key}/condition/employment", "supervision.supervision-condition-imposed", @case, new
            {
                conditionType = "employment",
                text = "Reports every change of work.",
                from = telling.Date(205),
                authority = "supervising court",
                communityRelevant = true,
            });
    }

    static void Community(Telling telling, string @case)
    {
        foreach (var day in (int[])[220, 280, 340, 430, 500])
            telling.Contact(day, @case, Key, "office", "office", "Reported as agreed.");
        telling.Tell(290, "community-haven", $"{Key}/missed", "supervision.contact-missed", @case,
            new { expectedAt = telling.Time(290, 17), service = "mentoring evening", followUpBy = telling.Date(297) });
        telling.Mentoring(310, @case, Key, attended: true, agency: "community-haven");
        telling.Tell(350, "community-haven", "reception/hill", "community.community-reception-assessed", @case, new
        {
            area = "Hill district",
            receptiveness = "open",
            tensions = new[] { "none" },
            allies = new[] { "parents' circle" },
        });
    }
}
