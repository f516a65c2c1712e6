using System.Globalization;
using Reintegration.Cedar;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

/// <summary>
/// A second, slower reading of a bundle: every rule, every level, no memory, entities written out anew as JSON.
/// </summary>
/// <remarks>Shares the rules and the contexts with the decider, and none of its code.</remarks>
sealed class PlainReading(
    Bundle bundle, CaseContext context, OrganisationContext organisations, Seat seat, DateTimeOffset now)
{
    readonly CaseMoment moment = context.At(now, bundle.Header.Windows);
    readonly Authorizer authorizer = new(bundle.Policies);

    public Level LevelOf(Envelope envelope, string fieldClass)
    {
        var @event = fieldClass[..fieldClass.IndexOf('.', StringComparison.Ordinal)] + ".$event";
        var shown = Lower(envelope, @event);
        if (fieldClass == @event) return shown is Level.Coarse or Level.Fine ? Level.Exists : shown;
        return shown == Level.Full ? Lower(envelope, fieldClass) : Level.Nothing;
    }

    Level Lower(Envelope envelope, string fieldClass)
    {
        var agency = Uid("Agency", seat.Agency.Value);
        var own = Reach(envelope, fieldClass, agency);
        if (seat.Role is not ("panel-member" or "panel-chair")) return own;
        // At the table the rules for panels and for the own sector are asked together.
        if (fieldClass.StartsWith("meeting.", StringComparison.Ordinal)) return Reach(envelope, fieldClass, agency, Uid("Panel", "panel"));
        var panel = Reach(envelope, fieldClass, Uid("Panel", "panel"));
        return own < panel ? own : panel;
    }

    Level Reach(Envelope envelope, string fieldClass, params EntityUid[] groups)
    {
        var entities = Entities.Of([.. Standing(), Official(groups), Datum(envelope, fieldClass)]);
        var reached = 0;
        foreach (var action in (string[])["exists", "coarse", "fine", "full"])
        {
            var request = new Request(Uid("Official", "me"), Uid("Action", action), Uid("Datum", "it"), Value.Record(
                ("purpose", seat.Purpose), ("legalBasis", seat.LegalBasis),
                ("compatible", Texts(bundle.Header.CompatiblePurposes.GetValueOrDefault(seat.Purpose, []))), (
                    "now", DatetimeValue.Of(now))));
            var response = authorizer.Decide(request, entities);
            if (!response.IsAllow || response.Determining.All(id => IsOver(id, envelope))) break;
            reached++;
        }

        return (Level)reached;
    }

    bool IsOver(string id, Envelope envelope)
    {
        var words = bundle.Policies.TryGet(id, out var policy)
            ? policy.Annotations.GetValueOrDefault("obligations", "")
            : "";
        var dated = words.Split(' ').FirstOrDefault(word => word.StartsWith("o2:", StringComparison.Ordinal));
        if (dated is null) return false;
        var until = dated[3..];
        if (char.IsAsciiDigit(until[0]))
            return envelope.HappenedAt.AddDays(int.Parse(until[..^1], CultureInfo.InvariantCulture)) <= now;
        var day = until == "reviewDue" ? envelope.ReviewDue
            : envelope.Labels.TryGetValue(until, out var label)
                ? DateOnly.ParseExact(label.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture)
                : null;
        // A date that is asked for and not there cannot be kept to.
        return day is null || day < DateOnly.FromDateTime(now.UtcDateTime);
    }

    IEnumerable<Entity> Standing()
    {
        foreach (var sector in Enum.GetNames<Sector>())
            yield return new Entity(Uid("Sector", sector.ToLowerInvariant()));
        yield return new Entity(Uid("Action", "disclose"));
        foreach (var action in (string[])["exists", "coarse", "fine", "full"])
            yield return new Entity(Uid("Action", action), null, Uid("Action", "disclose"));
        foreach (var member in organisations.Members.Values)
            yield return new Entity(
                Uid("Agency", member.Agency.Value), Value.Record(
                    ("country", member.Country), ("regime", member.Regime), ("transferBasis", member.TransferBasis ?? "none")),
                Uid("Sector", member.Sector.ToString().ToLowerInvariant()));
    }

    Entity Official(EntityUid[] groups)
    {
        var onCase = moment.OnCase.Contains(seat.Agency);
        var taken = context.Seats.Any(
            s =>
                s.Agency == seat.Agency && s.Official == seat.Official && s.Role == seat.Role
                    && (s.Until is null || now < s.Until));
        var machine = seat.Role == "agency-system"
            && (seat.Sector == Sector.Intelligence ? context.Seats.Any(s => s.Agency == seat.Agency) : onCase);
        var seated = machine || (taken && (seat.Sector == Sector.Intelligence || onCase));
        return new Entity(Uid("Official", "me"), Value.Record(
            ("agency", Uid("Agency", seat.Agency.Value)), ("role", seat.Role), ("clearance", (long)seat.Clearance),
            ("certifiedFor", Texts(seat.CertifiedFor)),
            ("authorised", Texts(organisations.Members[seat.Agency].AuthorisedPurposes)),
            ("seated", seated),
            ("suspended", organisations.Agreements.Suspensions.Any(s => s.Key == seat.Agency && s.Value <= now))), [.. groups]);
    }

    /// <summary>The agency an event names, as one that joins or one that has something to do, is told of it.</summary>
    static AgencyId[] Named(Envelope envelope) =>
        envelope.Labels.TryGetValue("agency", out var named) || envelope.Labels.TryGetValue("toOwner", out named)
            ? [AgencyId.Parse(named.GetString()!)]
            : [];

    DateOnly Today => DateOnly.FromDateTime(now.UtcDateTime);

    static IEnumerable<AgencyId> AtTable(Envelope envelope) =>
        envelope.Labels.TryGetValue("attendees", out var seats)
            ? seats.EnumerateArray().Select(each => AgencyId.Parse(each.GetProperty("agency").GetString()!)).Distinct()
            : [];

    /// <summary>Neither is suspended, and if they ever had an agreement about this kind one is still in force.</summary>
    bool Shares(Envelope envelope, AgencyId other)
    {
        if (organisations.Agreements.Suspensions.Any(s => s.Value <= now && (s.Key == other || s.Key == envelope.Owner))) return false;
        var between = organisations.Agreements.Versions.Where(version => version.From <= now
            && new[] { other, envelope.Owner }.All(version.Parties.Contains) && version.Categories.Contains(envelope.Category)).ToList();
        return between.Count == 0 || between.Exists(version => version.Until is null || now < version.Until);
    }

    Entity Datum(Envelope envelope, string fieldClass)
    {
        var attributes = new List<(string, Value)>
        {
            ("eventType", envelope.Type), ("originator", Uid("Agency", envelope.Owner.Value)),
            ("category", envelope.Category.ToString().ToUpperInvariant()),
            ("sensitivity", envelope.Sensitivity.ToString()), ("handling", envelope.Handling.Code.ToString()),
            ("purposes", Texts(envelope.Purposes)),
            ("labels", Texts(envelope.Labels.Keys.Where(key => key.All(char.IsAsciiLetterUpper)))),
            ("releasableTo", Agencies(envelope.Handling.ReleasableTo.Concat(context.Restraints.ReleasedTo(envelope, now)))),
            ("minClearance", envelope.Sensitivity == Sensitivity.S4 ? 2 : 0L),
            ("juvenile", envelope.Juvenile || context.Juvenile), ("inCase", true), ("phase", "any"),
            ("windowsOpen", Texts(moment.WindowsOpen)),
            ("onCase", Agencies(moment.OnCase)), ("consentsFor", Agencies(moment.ConsentsFor(envelope.Category))),
            ("shownTo", Agencies(Named(envelope))),
            ("serviceIsCondition", context.Undertakings.Services.Any(service => service.Service == envelope.Owner
                && service.From <= Today && (service.To is null || Today <= service.To))),
            ("harmInForce", context.Emergencies.Harms.Any(harm => harm.From <= now && now < harm.Until
                && (harm.Declaration.Owner == seat.Agency
                    || organisations.Members[harm.Declaration.Owner].Sector != Sector.Intelligence))),
            ("agreements", Agencies(organisations.Members.Keys.Where(other => Shares(envelope, other)))),
            ("restricted", context.Restraints.IsRestricted(envelope)),
            ("barred", context.Restraints.Present(envelope) is not null),
            ("hadBefore", Agencies(context.Restraints.Present(envelope) ?? [])),
            ("recalledFrom", Agencies(context.Restraints.RecalledFrom(envelope))),
            ("awaitsConsensus", context.Undertakings.AwaitsConsensus(envelope)),
            ("session", envelope.Labels.ContainsKey("attendees")),
            ("attendedBy", Agencies(AtTable(envelope))),
            ("communityRelevant", envelope.Labels.TryGetValue("communityRelevant", out var tagged) && tagged.GetBoolean()),
            ("lead", Uid("Agency", context.Lead!.Value.Value)),
        };
        if (envelope.Labels.TryGetValue("tool", out var tool)) attributes.Add(("tool", tool.GetString()!));
        var groups = new HashSet<string> { fieldClass };
        while (bundle.Classes.Groups.Where(group => group.Value.Overlaps(groups)).Select(group => group.Key).Except(groups).ToList() is { Count: > 0 } more)
            groups.UnionWith(more);
        return new Entity(
            Uid("Datum", "it"), Value.Record(attributes), [.. groups.Select(group => Uid("FieldClass", group))]);
    }

    static EntityUid Uid(string type, string id) => new("Case::" + type, id);

    static SetValue Texts(IEnumerable<string> texts) => new(texts.Select(text => (Value)text));

    static SetValue Agencies(IEnumerable<AgencyId> agencies) =>
        new(agencies.Select(agency => (Value)Uid("Agency", agency.Value)));
}
