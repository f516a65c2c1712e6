namespace Reintegration.Events.Server.Demo.Story;

/// <summary>
/// The first person: a full circle of agencies, a late report, a correction, intelligence, a consent withdrawn.
/// </summary>
static class Alem
{
    const string Key = "alem";

    public static void Tell(Telling telling)
    {
        var @case = Stories.FirstCase;
        Custody(telling, @case);
        Release(telling, @case);
        Supervision(telling, @case);
        Intelligence(telling, @case);
    }

    static void Custody(Telling telling, string @case)
    {
        telling.Tell(2, "prison", $"{Key}/opened", "coordination.case-opened", null, new
        {
            personRef = "prison-person-0417",
            displayName = "Alem R.",
            language = "en",
            localIds = new[] { new { system = "prison-records", id = "P-0417" } },
            openingReason = "pre-release-planning",
            dataSubjectCategory = "convicted",
        }, role: "coordinator");
        telling.Sentence(2, @case, Key, "membership", start: 0, earliest: 175, expiry: 900);
        telling.Join(3, @case, Key, "probation", "police");
        telling.Sit(3, @case, Key, "prison", "official-prison-1", "coordinator");
        telling.Sit(3, @case, Key, "prison", "official-prison-2", "psychologist");
        telling.Sit(3, @case, Key, "prison", "official-prison-3", "religious-mentor");
        telling.Sit(4, @case, Key, "probation", "official-probation-1", "practitioner");
        telling.Sit(4, @case, Key, "probation", "official-probation-2", "panel-chair");
        telling.Sit(6, @case, Key, "police", "official-police-1", "practitioner");
        Risk(telling, @case, 20, "prison", "official-prison-2", "psychologist", "high", 200);
        telling.Mentoring(30, @case, Key, attended: true);
        telling.Mentoring(44, @case, Key, attended: true);
        telling.Mentoring(58, @case, Key, attended: false);
        // A mentor's system that tries to report what was said: the schema has no place for it, and says so.
        telling.Tell(60, "prison", $"{Key}/mentoring/with-content", "care.religious-mentoring-session-held", @case,
            new { date = telling.Date(60), attended = true, content = "what was said in confidence" },
            role: "religious-mentor", author: "official-prison-3", refused: "schema");
        telling.Tell(90, "probation", $"{Key}/needs", "needs.needs-assessment-completed", @case, new
        {
            needs = new object[]
            {
                new { domain = "accommodation", severity = "high", criminogenic = false },
                new { domain = "identity-belonging", severity = "medium", criminogenic = true },
                new { domain = "employment", severity = "medium", criminogenic = false },
            },
            strengths = new[] { "supportive sister", "trained cook" },
            responsivity = new[] { "trauma" },
            nextReview = telling.Date(270),
        });
    }

    static void Release(Telling telling, string @case)
    {
        telling.Join(150, @case, Key, "community-haven");
        telling.Sit(151, @case, Key, "community-haven", "official-haven-1", "practitioner");
        telling.Tell(155, "probation", $"{Key}/consent", "governance.consent-given", @case, new
        {
            giver = "person",
            scope = new[] { "NEEDS", "IDENT" },
            recipients = new[] { "community-haven" },
            givenAt = telling.Time(155),
            expires = telling.Date(Stories.Today + 200),
        });
        telling.Tell(165, "community-haven", $"{Key}/reception", "community.community-reception-assessed", @case, new
        {
            area = "Harbour district",
            receptiveness = "wary",
            tensions = new[] { "media-attention" },
            allies = new[] { "tenants' association", "sports club" },
        });
        telling.Tell(180, "prison", $"{Key}/released", "custody.person-released", @case, new
        {
            at = telling.Time(180, 8),
            releaseType = "conditional",
            toArea = "Harbour district: hostel on the quay",
            firstReportingAt = telling.Time(181, 9),
        });
        telling.Tell(181, "probation", $"{Key}/supervision", "supervision.supervision-commenced", @case,
            new { order = "licence", start = telling.Date(180), end = telling.Date(900), officerRole = "probation officer" });
        Condition(
            telling, @case, "reporting", "Reports to the supervising officer every week.", communityRelevant: true);
        Condition(telling, @case, "exclusion-zone", "Does not enter the station quarter.", communityRelevant: false);
        Condition(
            telling, @case, "residence", "Lives at the address approved by the supervising officer.",
            communityRelevant: true);
    }

    static void Supervision(Telling telling, string @case)
    {
        telling.Contact(182, @case, Key, "office", "office", "Reported on time; conditions explained and signed.");
        telling.Contact(
            210, @case, Key, "home", "home", "Room tidy; has applied for two kitchens.",
            "Engages well; still wary of groups.");
        Risk(telling, @case, 215, "probation", "official-probation-1", "practitioner", "moderate", 365);
        telling.Contact(260, @case, Key, "office", "office", "Started work as kitchen assistant.");
        telling.Tell(285, "community-haven", $"{Key}/needs/haven", "needs.needs-assessment-completed", @case, new
        {
            needs = new object[] { new { domain = "leisure", severity = "low", criminogenic = false } },
            strengths = new[] { "coaches the junior team" },
            responsivity = Array.Empty<string>(),
            nextReview = telling.Date(Stories.Today + 60),
        });
        telling.Tell(300, "probation", $"{Key}/missed", "supervision.contact-missed", @case, new
        {
            expectedAt = telling.Time(300, 9),
            service = "weekly report",
            explanation = "No call was received.",
            followUpBy = telling.Date(303),
        });
        telling.Tell(304, "probation", $"{Key}/missed/corrected", "governance.statement-corrected", @case, new
        {
            targetEvent = Telling.Name("probation", $"{Key}/missed"),
            reason = "late-information",
            newValue = new { explanation = "Was in hospital with a broken wrist; the ward confirms it." },
            basis = "letter of the ward",
            decidedBy = "practitioner",
        });
        // Happened on day 310, learned on day 352: the two clocks differ and both are kept.
        telling.Tell(352, "police", $"{Key}/police/welfare", "intelligence.police-contact-recorded", @case,
            new { kind = "welfare", at = telling.Time(310, 22), district = "Harbour district", factNote = "Asked a patrol for help after being followed home." },
            happened: 310);
        telling.Contact(
            360, @case, Key, "office", "office", "Spoke about being followed.", "Frightened rather than angry.");
        telling.Tell(420, "probation", $"{Key}/consent/withdrawn", "governance.consent-withdrawn", @case,
            new { giver = "person", scope = new[] { "NEEDS" }, withdrawnAt = telling.Time(420), recipients = new[] { "community-haven" } });
        telling.Contact(450, @case, Key, "video", "remote", "Reports by video since the wrist healed slowly.");
        telling.Contact(520, @case, Key, "office", "office", "Contract extended by the kitchen.");
    }

    static void Intelligence(Telling telling, string @case)
    {
        telling.Sit(400, @case, Key, "intelligence", "official-intelligence-1", "intelligence-analyst");
        telling.Tell(401, "intelligence", $"{Key}/intel/pointer", "intelligence.intelligence-registered", @case,
            new { topic = "association", contactDesk = "service duty desk", expires = telling.Date(Stories.Today + 120) },
            role: "intelligence-analyst",
            more: new { grading = new { source = "B", information = 2 }, handling = new { code = "H3", onward = "originator-consent", actionLimit = "coordinate-first" } });
        telling.Tell(404, "intelligence", $"{Key}/intel/advisory", "intelligence.intelligence-advisory-issued", @case,
            new
            {
                text = "Former associates are looking for him. Take fear of being followed seriously.",
                recommendedAction = "increase-contact",
                validUntil = telling.Date(Stories.Today + 60),
                recipients = new[] { "probation", "police" },
            },
            role: "liaison-officer", author: "official-intelligence-2",
            more: new { grading = new { source = "B", information = 3 } });
    }

    static void Condition(Telling telling, string @case, string conditionType, string text, bool communityRelevant) =>
        telling.Tell(
        181, "probation", $"{Key}/condition/{conditionType}", "supervision.supervision-condition-imposed", @case,
        new { conditionType, text, from = telling.Date(180), to = telling.Date(900), authority = "parole board", communityRelevant });

    static void Risk(
        Telling telling, string @case, int day, string agency, string assessor, string role, string overall,
        int validDays) =>
        telling.Tell(
        day, agency, $"{Key}/risk/{day}", "needs.risk-assessment-completed", @case, new
        {
            tool = "vera-2r",
            toolVersion = "2R-2018",
            assessorCertRef = Telling.Name("coordination", $"certified/{assessor}"),
            overall,
            domains = new[] { new { name = "beliefs-attitudes", level = overall }, new { name = "social-context", level = "moderate" } },
            evidenceFor = new[] { "kept in touch with two members of the group" },
            evidenceAgainst = new[] { "left the group's chat", "works towards a trade" },
            infoUsed = new[] { Telling.Name("prison", $"{Key}/sentence") },
            infoMissing = new[] { "online contacts" },
            scenarios = new[] { "Approached by former associates after release." },
            manageGuidance = "Keep one trusted contact; review at once if work is lost.",
            safetyNote = "If strangers ask for him, call the duty line.",
            validUntil = telling.Date(day + validDays),
        }, role: role, author: assessor);
}
