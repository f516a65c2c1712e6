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
        var own = Reach(envelope, fieldClass, asPanel: false);
        if (seat.Role is not ("panel-member" or "panel-chair")) return own;
        var panel = Reach(envelope, fieldClass, asPanel: true);
        return own < panel ? own : panel;
    }

    Level Reach(Envelope envelope, string fieldClass, bool asPanel)
    {
        var entities = Entities.Of([.. Standing(), Official(asPanel), Datum(envelope, fieldClass)]);
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
                    ("country", member.Country), ("regime", member.Regime)),
                Uid("Sector", member.Sector.ToString().ToLowerInvariant()));
    }

    Entity Official(bool asPanel)
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
            ("seated", seated)), asPanel ? Uid("Panel", "panel") : Uid("Agency", seat.Agency.Value));
    }

    /// <summary>The agency an event names, as one that joins or one that has something to do, is told of it.</summary>
    static AgencyId[] Named(Envelope envelope) =>
        envelope.Labels.TryGetValue("agency", out var named) || envelope.Labels.TryGetValue("toOwner", out named)
            ? [AgencyId.Parse(named.GetString()!)]
            : [];

    Entity Datum(Envelope envelope, string fieldClass)
    {
        var attributes = new List<(string, Value)>
        {
            ("eventType", envelope.Type), ("originator", Uid("Agency", envelope.Owner.Value)),
            ("category", envelope.Category.ToString().ToUpperInvariant()),
            ("sensitivity", envelope.Sensitivity.ToString()), ("handling", envelope.Handling.Code.ToString()),
            ("purposes", Texts(envelope.Purposes)),
            ("labels", Texts(envelope.Labels.Keys.Where(key => key.All(char.IsAsciiLetterUpper)))),
            ("releasableTo", Agencies(envelope.Handling.ReleasableTo)),
            ("minClearance", envelope.Sensitivity == Sensitivity.S4 ? 2 : 0L),
            ("juvenile", envelope.Juvenile || context.Juvenile), ("inCase", true), ("phase", "any"),
            ("windowsOpen", Texts(moment.WindowsOpen)),
            ("onCase", Agencies(moment.OnCase)), ("consentsFor", Agencies(moment.ConsentsFor(envelope.Category))),
            ("shownTo", Agencies(Named(envelope))),
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
