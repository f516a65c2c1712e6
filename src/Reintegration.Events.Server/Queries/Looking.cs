using System.Globalization;
using Reintegration.Events.Server.Intake;

namespace Reintegration.Events.Server.Queries;

/// <summary>The instants a read may name: what was known by then, what had happened by then.</summary>
public sealed record Instants(DateTimeOffset? KnownAt, DateTimeOffset? HappenedBy)
{
    public static (Instants? Instants, Problem? Problem) From(string? knownAt, string? happenedBy)
    {
        if (!TryRead(knownAt, out var known))
            return (null, Problems.MalformedQuery.At("knownAt", "Must be an RFC 3339 time with an offset."));
        return TryRead(happenedBy, out var happened)
            ? (new Instants(known, happened), null)
            : (null, Problems.MalformedQuery.At("happenedBy", "Must be an RFC 3339 time with an offset."));
    }

    public ImmutableSortedDictionary<string, string> Query()
    {
        var query = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (KnownAt is { } known) query.Add("knownAt", WireJson.Instant(known));
        if (HappenedBy is { } happened) query.Add("happenedBy", WireJson.Instant(happened));
        return query.ToImmutable();
    }

    static bool TryRead(string? text, out DateTimeOffset? instant)
    {
        instant = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!Rfc3339.TryParse(text, out var read)) return false;
        instant = read;
        return true;
    }
}

/// <summary>
/// A disclosure with the place of its event, which stays inside: cursors name the event, never the place.
/// </summary>
/// <param name="Explanation">Why it is shown, where that was asked for.</param>
public sealed record Shown(long Position, Disclosure Disclosure, Explanation? Explanation = null);

/// <summary>
/// Turns a case file into what one seat may know of it: the arrow from Recorded to Disclosure, for readers.
/// </summary>
public sealed class Looking(Bundles bundles, Catalog catalog, ServerKeys keys, CaseFiles files, AppParts parts)
{
    /// <summary>
    /// What the seat may know now, in the order it was learned; with <paramref name="instants"/>, the lower of then and
    /// now.
    /// </summary>
    /// <param name="decided">Told of every decision, also of those that show nothing.</param>
    public async Task<List<Shown>> Disclosures(
        CaseFile file, Seat seat, Bundle bundle, OrganisationContext organisation, DateTimeOffset now, Instants instants,
        CancellationToken ct, Proving proving = Proving.Nothing, Action<Envelope, Decision>? decided = null, bool explains = false)
    {
        var today = new Decider(bundle, catalog, seat, file.Context, organisation, now);
        var decide = instants.KnownAt is { } then
            ? await LowerOf(today, file.KnownAt(then), seat, then, ct)
            : today.Decide;
        var events = instants.KnownAt is { } known
            ? file.Events.Where(recorded => recorded.RecordedAt <= known)
            : file.Events;
        List<(Recorded Recorded, Decision Decision, Disclosure Disclosure)> all = [];
        foreach (var recorded in events)
        {
            var decision = decide(recorded.Envelope);
            decided?.Invoke(recorded.Envelope, decision);
            if (Disclosure.Of(recorded, decision, keys.Pseudonym, proving) is { } disclosure) all.Add((recorded, decision, disclosure));
        }

        var explain = explains
            ? parts.Explaining(
                all.ConvertAll(each => (each.Recorded, each.Decision)),
                new Explanation.Viewpoint(file.Case, seat, bundle, catalog, organisation, now))
            : null;
        List<Shown> shown = [.. all
            .Where(each => HappenedBy(each.Disclosure, instants.HappenedBy))
            .Select(each => new Shown(each.Recorded.Position, each.Disclosure, explain?.Invoke(each.Decision)))];
        var named = shown.Select(item => item.Disclosure.Name?.ToString()).ToHashSet(StringComparer.Ordinal);
        return shown.ConvertAll(item => item with { Disclosure = item.Disclosure.Naming(named.Contains) });
    }

    /// <summary>
    /// For each field the lower of the level then and the level now: time never adds, and what was taken back stays so.
    /// </summary>
    async Task<Func<Envelope, Decision>> LowerOf(
        Decider today, CaseFile then, Seat seat, DateTimeOffset instant, CancellationToken ct)
    {
        var organisation = await files.OrganisationAt(instant, ct);
        var bundle = await bundles.At(organisation, instant, ct);
        // Then-seats are asked for by role: the seat may have been another official's.
        var audience = seat with { Official = "", CertifiedFor = seat.CertifiedFor.Intersect(organisation.CertifiedFor(seat.Official, instant)) };
        var past = new Decider(bundle, catalog, audience, then.Context, organisation, instant);
        return envelope => today.Decide(envelope).LowerWith(past.Decide(envelope));
    }

    /// <summary>
    /// Compares what is shown of the time, as exactly as it is shown: hidden days cannot be found by asking.
    /// </summary>
    static bool HappenedBy(Disclosure disclosure, DateTimeOffset? limit)
    {
        if (limit is not { } instant) return true;
        if (disclosure.HappenedAt is not { ValueKind: JsonValueKind.String } shown) return false;
        var text = shown.GetString()!;
        if (Rfc3339.TryParse(text, out var exact)) return exact <= instant;
        var bound = instant.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return string.CompareOrdinal(text, bound[..Math.Min(text.Length, bound.Length)]) <= 0;
    }
}
