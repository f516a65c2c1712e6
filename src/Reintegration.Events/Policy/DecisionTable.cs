using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Reintegration.Cedar;

namespace Reintegration.Events.Policy;

/// <summary>What the rules of one bundle said so far, shared by all who decide under it: a look-up in the common case.</summary>
/// <remarks>
/// Safe for many threads, and bounded. An answer is found by all that the rules can read and nothing else: the kind,
/// role, standing and grounds of the requester, the type and labels of the event, the moment of its case. The clock is
/// no part of it; what depends on an event's own dates is settled for each event (<see cref="Outcome"/>). Where some
/// rule reads the clock nothing is shared.
/// </remarks>
internal sealed class DecisionTable
{
    private readonly ConditionalWeakTable<OrganisationContext, AgencyKinds> agencies = [];
    private readonly ConditionalWeakTable<OrganisationContext, KeptOutcomes> apart = [];
    private readonly ConcurrentDictionary<string, AgencyKind> kinds = new(StringComparer.Ordinal);
    private readonly KeptOutcomes alike = new();
    private readonly Bundle bundle;

    public DecisionTable(Bundle bundle)
    {
        this.bundle = bundle;
        Reads = RuleReads.Of(bundle.Rules.Values);
        Reading = new DatumReading(Reads);
    }

    public RuleReads Reads { get; }

    public DatumReading Reading { get; }

    public AgencyKinds Agencies(OrganisationContext organisations) => agencies.GetValue(
        organisations, known => new AgencyKinds(known, CaseEntities.Standing(bundle.Classes, known), kinds));

    /// <summary>Where the answers for a requester stand.</summary>
    /// <param name="tellsApart">Agencies stand for themselves, so answers hold under these enrolments alone.</param>
    public KeptOutcomes Kept(OrganisationContext organisations, bool tellsApart) =>
        Reads.ReadsNow ? new KeptOutcomes() : tellsApart ? apart.GetOrCreateValue(organisations) : alike;
}

/// <summary>Outcomes by requester and event, at most so many; when it is full it begins anew.</summary>
internal sealed class KeptOutcomes
{
    /// <summary>Keys kept: a few hundred bytes each, so that the table stays below some fifty megabytes.</summary>
    private const int KeyLimit = 100_000;

    private volatile Contents contents = new();

    /// <summary>The answers for one requester: hold on to it for one answer, not for longer.</summary>
    public OutcomesOfRequester Of(RequesterKey requester)
    {
        var now = contents;
        return now.Requesters.GetOrAdd(requester, static (_, to) => new OutcomesOfRequester(to.Kept, to.Now), (Kept: this, Now: now));
    }

    internal sealed class Contents
    {
        public ConcurrentDictionary<RequesterKey, OutcomesOfRequester> Requesters { get; } = new();

        /// <summary>Most events that differ in what could be read do not differ in what is said of them.</summary>
        public ConcurrentDictionary<string, Outcome> Outcomes { get; } = new(StringComparer.Ordinal);

        public int Keys;
    }

    internal sealed class OutcomesOfRequester
    {
        private readonly KeptOutcomes kept;
        private readonly Contents contents;
        private readonly ConcurrentDictionary<DatumKey, Outcome> byDatum = new(DatumKey.Comparer);
        private readonly ConcurrentDictionary<DatumKey, Outcome>.AlternateLookup<DatumProbe> lookup;

        internal OutcomesOfRequester(KeptOutcomes kept, Contents contents)
        {
            (this.kept, this.contents) = (kept, (Contents)contents);
            lookup = byDatum.GetAlternateLookup<DatumProbe>();
        }

        public bool TryFind(DatumProbe probe, out Outcome outcome) => lookup.TryGetValue(probe, out outcome!);

        public Outcome Keep(DatumProbe probe, Bundle bundle, EventType type, Steps own, Steps? panel)
        {
            var outcome = contents.Outcomes.GetOrAdd(
                Outcome.Signature(type, own, panel), (_, said) => new Outcome(said.bundle, said.type, said.own, said.panel),
                (bundle, type, own, panel));
            if (lookup.TryAdd(probe, outcome) && Interlocked.Increment(ref contents.Keys) > KeyLimit)
                Interlocked.CompareExchange(ref kept.contents, new Contents(), contents);
            return outcome;
        }
    }
}

/// <summary>All that the rules can read of a requester and of the request's grounds.</summary>
/// <param name="Own">The attributes that are read, but for the agency.</param>
/// <param name="Groups">What the requester is in beside the own agency, in each column.</param>
internal sealed record RequesterKey(AgencyKind Agency, RecordValue Own, string Groups, RecordValue Grounds);
