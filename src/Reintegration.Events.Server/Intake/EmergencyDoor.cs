using Reintegration.Events.Events.Governance;
using Reintegration.Events.Events.Intelligence;
using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Intake;

/// <summary>Breaking the glass: a duty officer asks for one case, with a named reason and concrete facts.</summary>
/// <remarks>
/// INVARIANT: whether harm stands declared counts here only as far as the agency is shown the declaration; what it may
/// not know neither opens nor refuses anything (law 5). Nothing is read here: each read under the access is decided,
/// recorded and released like any other, one by one.
/// </remarks>
public sealed class EmergencyDoor(
    ILedger ledger, CaseFiles files, Bundles bundles, Catalog catalog, ServerKeys keys, Automatic automatic, TimeProvider clock)
{
    const int LimitBytes = 16 * 1024;
    const int MaxDecisions = 8;
    const string Invoked = "reintegration.governance.emergency-access-invoked.v1";
    const string Declared = "reintegration.intelligence.imminent-harm-declared.v1";

    public static async Task<Answer> Post(HttpContext context, string caseId, EmergencyDoor door, CancellationToken ct)
    {
        var (body, unread) = await RequestBody.ReadJson(context.Request, LimitBytes);
        if (body is null) return Answer.Of(unread!);
        using (body)
        {
            if (await context.Ask() is { } refusal) return Answer.Of(refusal);
            return await door.Invoke(context.Requester, caseId, body.RootElement, ct);
        }
    }

    async Task<Answer> Invoke(Requester requester, string caseId, JsonElement body, CancellationToken ct)
    {
        for (var decision = 0; decision < MaxDecisions; decision++)
        {
            var organisation = await files.Organisation(ct);
            var now = clock.GetUtcNow();
            var (member, stranger) = organisation.MemberAt(requester.Agency, now);
            if (member is null) return Answer.Of(stranger!);
            // Seat: the agency is on the case already; intelligence never is, and breaks no glass.
            if (!CaseId.TryParse(caseId, out var @case)) return Answer.Of(Problems.NotFound);
            var standing = await files.Stand(@case, ct);
            var bundle = await bundles.At(organisation, now, ct);
            var moment = standing.Context.At(now, bundle.Header.Windows);
            if (!moment.OnCase.Contains(requester.Agency)) return Answer.Of(Problems.NotFound);
            var (request, malformed) = EmergencyRequest.Read(body);
            if (request is null) return Answer.Of(malformed!);
            var name = new EventName(requester.Agency, request.Id);
            if (await Overdue(requester, now, ct)) return Answer.Of(Problems.EmergencySuspended);
            var stream = new StreamId(requester.Agency, @case);
            var author = new Author(EmergencyAccess.Role, requester.Official);
            List<PendingEvent> events = [];
            if (request.Declares is { } harm)
                events.Add(automatic.Pend(
                    harm with { Expires = now.AddHours(request.Hours) }, stream, keys.DerivedId("harm", name), now, author,
                    new { subjects = new[] { new { person = request.Person, category = request.Category } } }));
            var declaration = events.Count > 0
                ? events[0].Envelope.Name
                : await Standing(member, standing.Context, bundle, organisation, now, ct);
            if (declaration is not { } resting)
                return Answer.Of(Problems.IllegalTransition.At(
                    "/declares", "No imminent harm stands declared that your agency is shown: declare it."));
            var until = now.AddHours(request.Hours);
            var invoked = new EmergencyAccessInvoked
            {
                Official = requester.Official,
                Declaration = resting,
                Reason = request.Reason,
                ConcreteFacts = request.ConcreteFacts,
                Until = until,
                ReviewBy = now.AddHours(EmergencyAccess.ReviewHours),
            };
            events.Add(automatic.Pend(invoked, stream, request.Id, now, author));
            // A retry is known by what was asked, not by when.
            var digest = keys.RequestDigest(requester.Agency, CanonicalJson.Canonicalize(body));
            events = [.. events.Select(each => each with { RequestDigest = digest })];
            var outcome = await ledger.Append(new Command([.. events])
            {
                Guards = [.. standing.Context.Deciders.Append(resting.Owner).Distinct().Where(agency => agency != requester.Agency).Select(agency => standing.GuardOn(agency))],
                Fences = Fences.Of(true, events[^1].Envelope, member.Sector, standing.Context, now),
            }, ct);
            if (outcome.Verdict == AppendVerdict.GuardMoved) continue;
            if (outcome.Verdict == AppendVerdict.NameTaken) return Answer.Of(Problems.NameTaken);
            return await Told(name, outcome.Receipts[^1], ct);
        }

        return Answer.Of(Problems.Unavailable);
    }

    /// <summary>From the event as it was recorded first, so that a retry is told the same.</summary>
    async Task<Answer> Told(EventName name, Receipt receipt, CancellationToken ct)
    {
        var recorded = await ledger.Find(name, ct);
        var until = recorded?.Envelope.Labels["until"].GetString() ?? "";
        return Answer.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("access", name.ToString());
            json.WriteString("until", until);
            json.WriteString("reviewBy", WireJson.Instant(receipt.RecordedAt.AddHours(EmergencyAccess.ReviewHours)));
            json.WriteEndObject();
        }, receipt.First ? 201 : 200).With("Location", $"/events/{name.Id:D}");
    }

    /// <summary>A declaration in force that the agency itself is shown by the ordinary rules.</summary>
    async Task<EventName?> Standing(
        Member member, CaseContext context, Bundle bundle, OrganisationContext organisation, DateTimeOffset now, CancellationToken ct)
    {
        var inForce = context.Emergencies.Harms.Where(harm => harm.IsInForce(now)).Select(harm => harm.Declaration).ToHashSet();
        if (inForce.Count == 0) return null;
        var seat = new Seat(
            member.Agency, member.Sector, Seat.AgencySystem, "public-protection", "led-8", 0, [], "");
        var decider = new Decider(bundle, catalog, seat, context, organisation, now);
        foreach (var name in inForce.OrderBy(each => each.ToString(), StringComparer.Ordinal))
            if (await ledger.Find(name, ct) is { Envelope: { Type: Declared } declared }
                && organisation.Find(name.Owner) is { Sector: not Sector.Intelligence }
                && decider.Decide(declared).Event.Level == Level.Full) return name;
        return null;
    }

    /// <summary>An access of this officer, on whatever case, that nobody reviewed in time.</summary>
    async Task<bool> Overdue(Requester requester, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var @case in await ledger.CasesByLabel(Invoked, "official", requester.Official, ct))
            if ((await files.Stand(@case, ct)).Context.Emergencies.Accesses.Any(access =>
                access.Agency == requester.Agency && access.Official == requester.Official && access.IsOverdue(now))) return true;
        return false;
    }
}

/// <summary>What a duty officer says when breaking the glass.</summary>
sealed record EmergencyRequest(
    Guid Id, EmergencyReason Reason, string ConcreteFacts, int Hours, ImminentHarmDeclared? Declares, string? Person, string Category)
{
    /// <summary>Fewer words than this are no concrete facts.</summary>
    const int LeastChars = 20;

    public static (EmergencyRequest? Request, Problem? Problem) Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) return (null, Problems.Schema.At("", "An object is expected."));
        List<(string, string)> errors = [];
        foreach (var member in body.EnumerateObject())
            if (member.Name is not ("id" or "reason" or "concreteFacts" or "hours" or "declares"))
                errors.Add(("", "The members are id, reason, concreteFacts, hours and declares."));
        if (!LowerUuid.TryParse(Text(body, "id") ?? "", out var id)) errors.Add(("/id", "Must be a lower-case UUID."));
        if (!Word<EmergencyReason>(Text(body, "reason"), out var reason))
            errors.Add(("/reason", $"Must be one of {string.Join(", ", Enum.GetValues<EmergencyReason>().Select(EventJson.Word))}."));
        var facts = Text(body, "concreteFacts") ?? "";
        if (facts.Trim().Length < LeastChars || facts.Length > Limits.LongTextLength)
            errors.Add(("/concreteFacts", $"What was seen or said, in {LeastChars} to {Limits.LongTextLength} characters."));
        var hours = EmergencyAccess.LongestHours;
        if (body.TryGetProperty("hours", out var asked) && !(asked.ValueKind == JsonValueKind.Number && asked.TryGetInt32(out hours) && hours is >= 1 and <= EmergencyAccess.LongestHours))
            errors.Add(("/hours", $"Must be a whole number from 1 to {EmergencyAccess.LongestHours}."));
        var (harm, person, category) = Harm(body, facts, errors);
        return errors.Count > 0
            ? (null, Problems.Schema.With(errors))
            : (new EmergencyRequest(id, reason, facts, hours, harm, person, category), null);
    }

    static (ImminentHarmDeclared? Harm, string? Person, string Category) Harm(JsonElement body, string facts, List<(string, string)> errors)
    {
        if (!body.TryGetProperty("declares", out var declares)) return (null, null, "");
        var person = declares.ValueKind == JsonValueKind.Object ? Text(declares, "person") : null;
        var category = declares.ValueKind == JsonValueKind.Object ? Text(declares, "category") ?? "convicted" : "";
        var known = false;
        if (declares.ValueKind != JsonValueKind.Object
            || !Word<HarmThreat>(Text(declares, "threat"), out var threat)
            || !declares.TryGetProperty("targetKnown", out var target) || target.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
            || person is null || !System.Text.RegularExpressions.Regex.IsMatch(person, "^[A-Za-z0-9][A-Za-z0-9._:@|-]{0,127}\\z")
            || !(known = Word<SubjectCategory>(category, out _)))
        {
            errors.Add(("/declares", "threat, targetKnown, person (your own reference) and perhaps category are expected."));
            return (null, null, "");
        }

        return (new ImminentHarmDeclared
        {
            Threat = threat,
            TargetKnown = target.GetBoolean(),
            ConcreteFacts = facts,
            Expires = default,
            AuthorisedBy = EmergencyAccess.Role,
        }, person, category);
    }

    static bool Word<T>(string? text, out T word) where T : struct, Enum
    {
        foreach (var each in Enum.GetValues<T>())
            if (EventJson.Word(each) == text)
            {
                word = each;
                return true;
            }

        word = default;
        return false;
    }

    static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
