namespace Reintegration.Events.Server.Demo.Story;

/// <summary>The third person: no community partner yet, police contact, and a seat that changes hands.</summary>
static class Tomas
{
    const string Key = "tomas";

    public static void Tell(Telling telling)
    {
        var @case = Telling.Name("prison", $"{Key}/opened");
        telling.Tell(240, "prison", $"{Key}/opened", "coordination.case-opened", null, new
        {
            personRef = "prison-person-1102",
            displayName = "Tomas V.",
            language = "nl",
            openingReason = "release",
            dataSubjectCategory = "convicted",
        }, role: "coordinator");
        telling.Sentence(240, @case, Key, "dissemination", start: 100, earliest: 320, expiry: 1000);
        telling.Join(241, @case, Key, "probation", "police");
        telling.Sit(241, @case, Key, "prison", "official-prison-1", "coordinator");
        telling.Sit(242, @case, Key, "probation", "official-probation-1", "practitioner");
        telling.Sit(243, @case, Key, "police", "official-police-2", "practitioner");
        telling.Tell(262, "police", $"{Key}/seat-left", "coordination.case-seat-left", @case,
            new { official = "official-police-2", role = "practitioner" });
        telling.Sit(263, @case, Key, "police", "official-police-1", "practitioner");
        telling.Tell(300, "prison", $"{Key}/risk", "needs.risk-assessment-completed", @case, new
        {
            tool = "ir46",
            toolVersion = "3",
            assessorCertRef = Telling.Name("coordination", "certified/official-prison-1"),
            overall = "low",
            domains = new[] { new { name = "ideology", level = "moderate" } },
            evidenceFor = new[] { "shared recordings before the sentence" },
            evidenceAgainst = new[] { "asked for help to leave the forum" },
            infoUsed = Array.Empty<string>(),
            infoMissing = new[] { "family's view" },
            scenarios = new[] { "Returns to the forum when lonely." },
            validUntil = telling.Date(Stories.Today + 90),
        }, role: "coordinator");
        telling.Tell(330, "prison", $"{Key}/released", "custody.person-released", @case, new
        {
            at = telling.Time(330, 8),
            releaseType = "conditional",
            toArea = "Mill district: supported flat",
        });
        telling.Tell(331, "probation", $"{Key}/supervision", "supervision.supervision-commenced", @case,
            new { order = "licence", start = telling.Date(330), end = telling.Date(1000), officerRole = "probation officer" });
        telling.Contact(345, @case, Key, "office", "office", "First report; phone rules agreed.");
        telling.Contact(400, @case, Key, "home", "home", "Flat kept well.", "Lonely; would take up sport.");
        telling.Tell(440, "police", $"{Key}/police/stop", "intelligence.police-contact-recorded", @case,
            new { kind = "stop", at = telling.Time(440, 21), district = "Mill district", factNote = "Routine traffic stop; no concern." });
        telling.Contact(510, @case, Key, "phone", "remote", "Joined the rowing club.");
    }
}
