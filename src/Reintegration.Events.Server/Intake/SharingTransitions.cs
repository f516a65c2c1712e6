namespace Reintegration.Events.Server.Intake;

/// <summary>What must be true for an event that opens or closes sharing: harm, emergencies, releases, agreements.</summary>
/// <remarks>
/// As <see cref="Transitions"/>: nothing here depends on an event the poster is not shown. What names an earlier event
/// names one of the poster's own, and a foreign, a hidden and a missing one are answered alike (law 5).
/// </remarks>
static class SharingTransitions
{
    const string Harm = "reintegration.intelligence.imminent-harm-declared.v1";
    const string OwnExpected = "The name of an earlier event of your own about the same case is expected.";

    /// <summary>Types that are recorded by the house itself, with the act that makes it do so.</summary>
    static readonly ImmutableSortedDictionary<string, string> ByTheHouse = ImmutableSortedDictionary<string, string>.Empty
        .Add("reintegration.governance.emergency-access-invoked.v1", "Is recorded when a duty officer asks for it at POST /cases/{caseId}/emergency-access.")
        .Add("reintegration.governance.hit-registered.v1", "Is recorded when somebody looks for what an owner does not show.");

    /// <summary>Members that must name an earlier event of the poster's own, of one type, about the same case.</summary>
    static readonly ImmutableSortedDictionary<string, (string Member, string Type)> OwnNamed =
        ImmutableSortedDictionary<string, (string, string)>.Empty
            .Add("reintegration.intelligence.imminent-harm-stood-down.v1", ("declaration", Harm))
            .Add("reintegration.intelligence.intelligence-disposition-decided.v1", ("intelligence", "reintegration.intelligence.intelligence-registered.v1"))
            .Add("reintegration.governance.hit-answered.v1", ("hit", "reintegration.governance.hit-registered.v1"));

    /// <summary>It names an earlier event of its own stream, so within a batch it waits for those before it.</summary>
    public static bool NamesItsOwn(string type) => OwnNamed.ContainsKey(type);

    public static Problem? Check(
        EventType type, Submission submission, Envelope envelope, CaseMoment? moment, OrganisationContext organisation)
    {
        if (ByTheHouse.TryGetValue(type.Name, out var act)) return Problems.IllegalTransition.At("/type", act);
        return type.Name switch
        {
            Harm => Declaring(envelope),
            "reintegration.intelligence.intelligence-disposition-decided.v1" => Deciding(envelope),
            "reintegration.governance.emergency-access-reviewed.v1" => Reviewing(envelope, moment!),
            "reintegration.needs.safety-instruction-issued.v1" => Instructing(envelope, organisation),
            "reintegration.governance.originator-consent-requested.v1" =>
                Known(submission, "for", organisation) ?? Known(submission, "agency", organisation),
            "reintegration.governance.originator-consent-granted.v1" or "reintegration.governance.hit-answered.v1" =>
                Known(submission, "recipients", organisation) ?? NotToCommunity(envelope, organisation),
            "reintegration.governance.sharing-agreement-signed.v1" or "reintegration.governance.sharing-agreement-amended.v1" =>
                Known(submission, "parties", organisation),
            "reintegration.governance.sharing-agreement-suspended.v1" or "reintegration.governance.sharing-agreement-ended.v1" =>
                Named(submission, organisation),
            "reintegration.governance.agency-suspended.v1" =>
                Known(submission, "agency", organisation) ?? NotItself(submission, envelope.Owner),
            _ => null,
        };
    }

    /// <summary>What it names must be an earlier event of the same stream.</summary>
    public static async Task<Problem?> CheckNamed(Envelope envelope, Submission submission, ILedger ledger, CancellationToken ct)
    {
        if (!OwnNamed.TryGetValue(envelope.Type, out var named)) return null;
        var pointer = $"/data/facts/{named.Member}";
        var name = EventName.Parse(submission.Facts.GetProperty(named.Member).GetString()!);
        return name.Owner == envelope.Owner && await ledger.Find(name, ct) is { } found
            && found.Envelope.Stream == envelope.Stream && found.Envelope.Type == named.Type
                ? null
                : Problems.IllegalTransition.At(pointer, OwnExpected);
    }

    static Problem? Declaring(Envelope envelope)
    {
        var expires = envelope.Labels["expires"].GetDateTimeOffset();
        return expires > envelope.HappenedAt && expires <= envelope.HappenedAt.AddDays(Policy.Harm.LongestDays)
            ? null
            : Problems.IllegalTransition.At(
                "/data/facts/expires", $"An instant after the event and within {Policy.Harm.LongestDays} days of it is expected.");
    }

    static Problem? Deciding(Envelope envelope) =>
        envelope.Author.Role == "liaison-officer"
            ? null
            : Problems.IllegalTransition.At("/data/about/author/role", "Only a liaison-officer decides it, by name.");

    /// <summary>Every agency on the case is shown who broke the glass, so a refusal tells it nothing new.</summary>
    static Problem? Reviewing(Envelope envelope, CaseMoment moment)
    {
        const string pointer = "/data/facts/invocation";
        var access = moment.EmergencyAccesses.FirstOrDefault(
            each => each.Invocation.ToString() == envelope.Labels["invocation"].GetString());
        if (access is null || (envelope.Owner != access.Agency && envelope.Owner != moment.Lead))
            return Problems.IllegalTransition.At(pointer, "An emergency access of your own agency, or of your case, is expected.");
        if (access.IsReviewed) return Problems.IllegalTransition.At(pointer, "Has been reviewed already.");
        return string.Equals(envelope.Author.Reference, access.Official, StringComparison.OrdinalIgnoreCase)
            ? Problems.FourEyes.At("/data/about/author/reference", "Another person than the one who broke the glass is expected.")
            : null;
    }

    /// <summary>It refers to nothing, so that it can refer to no intelligence (domain.md 3.5, 1).</summary>
    static Problem? Instructing(Envelope envelope, OrganisationContext organisation)
    {
        const string nothing = "A safety instruction refers to nothing.";
        if (envelope.Relates is not null) return Problems.IllegalTransition.At("/data/about/relates", nothing);
        if (envelope.CausationId is not null) return Problems.IllegalTransition.At("/causationid", nothing);
        if (envelope.CorrelationId is not null) return Problems.IllegalTransition.At("/correlationid", nothing);
        var recipients = envelope.Labels["recipients"].EnumerateArray().Select(each => AgencyId.Parse(each.GetString()!)).ToList();
        var other = recipients.FindIndex(agency => organisation.Find(agency)?.Sector != Sector.Community);
        return other < 0
            ? null
            : Problems.UnknownCode.At($"/data/facts/recipients/{other}", "Is not the id of an enrolled community organisation.");
    }

    /// <summary>Intelligence is never released to a community organisation, nor answered about to one.</summary>
    static Problem? NotToCommunity(Envelope envelope, OrganisationContext organisation)
    {
        if (envelope.Category != Category.Intel || !envelope.Labels.TryGetValue("recipients", out var recipients)) return null;
        foreach (var (index, recipient) in recipients.EnumerateArray().Index())
            if (organisation.Find(AgencyId.Parse(recipient.GetString()!))?.Sector == Sector.Community)
                return Problems.IllegalTransition.At(
                    $"/data/facts/recipients/{index}", "Intelligence is never released to a community organisation.");
        return null;
    }

    /// <summary>Whoever ends suspensions cannot be suspended: nobody could end that one.</summary>
    static Problem? NotItself(Submission submission, AgencyId coordination) =>
        submission.Facts.GetProperty("agency").GetString() == coordination.Value
            ? Problems.IllegalTransition.At("/data/facts/agency", "Another agency is expected.")
            : null;

    /// <summary>An agreement that was signed before.</summary>
    static Problem? Named(Submission submission, OrganisationContext organisation)
    {
        var name = submission.Facts.GetProperty("agreement").GetString();
        return organisation.Agreements.Versions.Any(version => version.Agreement == name)
            ? null
            : Problems.IllegalTransition.At("/data/facts/agreement", "Is no agreement that was signed.");
    }

    /// <summary>A member that is an agency, or a list of them, names enrolled ones alone.</summary>
    static Problem? Known(Submission submission, string member, OrganisationContext organisation)
    {
        const string message = "Is not the id of an enrolled agency.";
        if (!submission.Facts.TryGetProperty(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String)
            return organisation.Find(AgencyId.Parse(value.GetString()!)) is null
                ? Problems.UnknownCode.At($"/data/facts/{member}", message)
                : null;
        var unknown = value.EnumerateArray().Index()
            .Where(each => organisation.Find(AgencyId.Parse(each.Item.GetString()!)) is null)
            .Select(each => ($"/data/facts/{member}/{each.Index}", message)).ToList();
        return unknown.Count == 0 ? null : Problems.UnknownCode.With(unknown);
    }
}
