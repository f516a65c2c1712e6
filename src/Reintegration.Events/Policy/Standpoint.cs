using Reintegration.Cedar;

namespace Reintegration.Events.Policy;

/// <summary>A requester before the rules of a bundle: asks the shared table first, and the rules where it has no answer.</summary>
internal sealed class Standpoint
{
    private readonly Bundle bundle;
    private readonly AgencyKinds agencies;
    private readonly Seat seat;
    private readonly Entity official;
    private readonly Entity? panelist;
    private readonly Entity? seatedAtTable;
    private readonly RecordValue grounds;
    private readonly bool tellsApart;
    private readonly KeptOutcomes.OutcomesOfRequester kept;
    private (Column Own, Column? Panel, Column? Table)? columns;

    /// <param name="facts">The case that is decided about; null for what is of no case.</param>
    public Standpoint(Bundle bundle, Seat seat, CaseFacts? facts, OrganisationContext organisations, DateTimeOffset now)
    {
        (this.bundle, this.seat) = (bundle, seat);
        agencies = bundle.Decisions.Agencies(organisations);
        official = OfficialIn(CaseEntities.Agency(seat.Agency));
        panelist = seat.IsPanel ? OfficialIn(CaseEntities.PanelGroup) : null;
        seatedAtTable = seat.IsPanel ? OfficialIn(CaseEntities.PanelGroup, CaseEntities.Agency(seat.Agency)) : null;
        grounds = CaseEntities.Context(seat, bundle.Header, now, facts?.Emergency);
        var reads = bundle.Decisions.Reads;
        var own = Read(official.Attributes, name => name != CaseEntities.OfficialsAgency && reads.Reads(name));
        var context = Read(grounds, name => reads.ReadsContextWhole || reads.Reads(name));
        tellsApart = bundle.Decisions.Reading.TellsAgenciesApart
            || RuleReads.NamesEntity(own) || RuleReads.NamesEntity(context);
        kept = bundle.Decisions.Kept(organisations, tellsApart).Of(new RequesterKey(
            tellsApart ? agencies.Self(seat.Agency) : agencies.Of(seat.Agency).Kind, own,
            $"{Groups(official)}|{Groups(panelist)}", context));

        Entity OfficialIn(params ImmutableArray<EntityUid> groups) => CaseEntities.Official(
            seat, groups, facts is { Emergency: not null } || (facts?.Moment.IsSeated(seat) ?? false),
            organisations.Agreements.IsSuspended(seat.Agency, now), organisations.Find(seat.Agency));
    }

    /// <summary>How many events had to be put to the rules, because the table had no answer yet.</summary>
    public int Evaluated { get; private set; }

    public string ContactDesk(AgencyId agency) => agencies.Of(agency).ContactDesk;

    /// <param name="type">The type whose markings the event bears.</param>
    public Outcome Of(EventType type, DatumFacts datum)
    {
        KeyRoom<Value?> values = default;
        KeyRoom<AgencyKind?> kinds = default;
        var reading = bundle.Decisions.Reading;
        var probe = tellsApart
            ? reading.Apart(type, datum, values)
            : reading.Alike(type, datum, seat.Agency, agencies, values, kinds);
        return kept.TryFind(probe, out var known) ? known : Evaluate(type, datum, probe);
    }

    private Outcome Evaluate(EventType type, DatumFacts datum, DatumProbe probe)
    {
        if (!tellsApart)
            foreach (var word in probe.Words)
                if (word is not null && RuleReads.NamesEntity(word))
                    throw new InvalidOperationException($"An attribute of {type.Name} names an entity and does not say so.");
        var (own, panel, table) = columns ??= (Column(official), Column(panelist), Column(seatedAtTable));
        var attributes = CaseEntities.Attributes(datum);
        Evaluated++;
        // At the table of a meeting the panel's rules and the own sector's speak together; elsewhere the lower counts.
        if (table is not null && type.Category == Category.Meeting)
            return kept.Keep(probe, bundle, type, table.Evaluate(type, attributes), null);
        return kept.Keep(probe, bundle, type, own.Evaluate(type, attributes), panel?.Evaluate(type, attributes));
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(requester))]
    private Column? Column(Entity? requester) => requester is null ? null : new(bundle, agencies.Standing.With(requester), grounds);

    private string Groups(Entity? entity) => entity is null
        ? ""
        : string.Join(' ', entity.Parents.Where(parent => !parent.Equals(CaseEntities.Agency(seat.Agency))));

    private static RecordValue Read(RecordValue record, Func<string, bool> reads) =>
        RecordValue.From(record.Where(member => reads(member.Key)));
}
