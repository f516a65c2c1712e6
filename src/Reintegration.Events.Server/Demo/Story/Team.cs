namespace Reintegration.Events.Server.Demo.Story;

/// <summary>The moves every case shares: who joins, and who takes a seat.</summary>
static class Team
{
    extension(Telling telling)
    {
        public void Join(int day, string @case, string key, params string[] agencies)
        {
            foreach (var agency in agencies)
                telling.Tell(day, "prison", $"{key}/joined/{agency}", "coordination.case-agency-joined", @case,
                    new { agency, from = telling.Time(day) }, role: "coordinator");
        }

        public void Sit(int day, string @case, string key, string agency, string official, string role) => telling.Tell(
            day, agency, $"{key}/seat/{official}", "coordination.case-seat-taken", @case, new { official, role },
            role: role, author: official);

        public void Sentence(
            int day, string @case, string key, string offenceGroup, int start, int earliest, int expiry) =>
            telling.Tell(
            day, "prison", $"{key}/sentence", "custody.sentence-recorded", @case,
            new
            {
                offenceGroup,
                sentenceType = "determinate",
                start = telling.Date(start),
                earliestRelease = telling.Date(earliest),
                expiry = telling.Date(expiry),
            }, happened: start < 0 ? 0 : start);

        public void Contact(
            int day, string @case, string key, string mode, string location, string factNote,
            string? assessmentNote = null) =>
            telling.Tell(
            day, "probation", $"{key}/contact/{day}", "supervision.supervision-contact-recorded", @case,
            assessmentNote is null
                ? new { mode, at = telling.Time(day), location, factNote }
                : new { mode, at = telling.Time(day), location, factNote, assessmentNote });

        public void Mentoring(int day, string @case, string key, bool attended, string agency = "prison") =>
            telling.Tell(
            day, agency, $"{key}/mentoring/{day}", "care.religious-mentoring-session-held", @case,
            new { date = telling.Date(day), attended }, role: "religious-mentor", author: $"official-{agency}-3");
    }
}
