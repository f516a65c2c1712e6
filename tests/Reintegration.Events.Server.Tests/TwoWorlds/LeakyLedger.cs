using Reintegration.Events.Policy;

namespace Reintegration.Events.Server.Tests.TwoWorlds;

/// <summary>Ways in which what is hidden could show: mistakes a store could make.</summary>
enum Leak { Order, Count, Version, Status, Error, CaseList }

/// <summary>A ledger with one such mistake, planted to see whether the comparison of two worlds finds it.</summary>
sealed class LeakyLedger(ILedger inner, Leak leak) : ILedger
{
    static bool IsHidden(Recorded recorded) =>
        recorded.Envelope.Labels.ContainsKey("SOURCE") || recorded.Envelope.Owner.Value == "intelligence";

    async Task<int> Hidden(CaseId? @case, CancellationToken ct) =>
        @case is null ? 0 : (await inner.ReadCase(@case, null, -1, ct)).Count(IsHidden);

    public async Task<IReadOnlyList<Recorded>> ReadCase(
        CaseId? @case, IReadOnlySet<string>? types, long after, CancellationToken ct)
    {
        var events = await inner.ReadCase(@case, types, after, ct);
        var hidden = await Hidden(@case, ct);
        if (leak != Leak.Order || hidden == 0 || types is not null) return events;
        return
        [
            .. events.Where(each => CaseContext.Governing.Contains(each.Envelope.Type)),
            .. events.Where(each => !CaseContext.Governing.Contains(each.Envelope.Type)).Reverse(),
        ];
    }

    public async Task<IReadOnlyList<Recorded>> ReadOwner(
        AgencyId owner, CaseId? @case, long after, int limit, CancellationToken ct)
    {
        var events = await inner.ReadOwner(owner, @case, after, limit, ct);
        if (leak != Leak.Count) return events;
        List<Recorded> left = [];
        foreach (var each in events)
            if (IsHidden(each) || await Hidden(each.Envelope.Case, ct) == 0) left.Add(each);
        return left;
    }

    public async Task<AppendOutcome> Append(Command command, CancellationToken ct)
    {
        var outcome = await inner.Append(command, ct);
        if (leak is not (Leak.Version or Leak.Status) || outcome.Receipts.IsEmpty) return outcome;
        var hidden = await Hidden(command.Events[0].Envelope.Case, ct);
        Receipt Told(Receipt each) => leak == Leak.Version
            ? each with { Version = each.Version + hidden }
            : each with { First = each.First && hidden % 2 == 0 };
        return outcome with { Receipts = [.. outcome.Receipts.Select(Told)] };
    }

    public async Task<IReadOnlyDictionary<EventName, KnownEvent>> Known(
        IReadOnlyCollection<EventName> names, CancellationToken ct)
    {
        var known = await inner.Known(names, ct);
        if (leak != Leak.Error) return known;
        var all = known.ToDictionary(each => each.Key, each => each.Value);
        foreach (var name in names)
            foreach (var owner in (string[])["police", "prison", "intelligence"])
            {
                var same = name with { Owner = AgencyId.Parse(owner) };
                if ((await inner.Known([same], ct)).TryGetValue(same, out var taken)) all.TryAdd(name, taken);
            }

        return all;
    }

    public async Task<IReadOnlyList<CaseId>> CasesByLabel(string type, string label, string value, CancellationToken ct)
    {
        var cases = await inner.CasesByLabel(type, label, value, ct);
        if (leak != Leak.CaseList) return cases;
        List<CaseId> left = [];
        foreach (var @case in cases)
            if (await Hidden(@case, ct) == 0) left.Add(@case);
        return left;
    }

    public IAsyncEnumerable<ReadOnlyMemory<byte>> Leaves(long after, CancellationToken ct) => inner.Leaves(after, ct);
    public Task<LedgerHead> Head(CancellationToken ct) => inner.Head(ct);
    public IAsyncEnumerable<Recorded> Read(long after, CancellationToken ct) => inner.Read(after, ct);
    public Task<IReadOnlyList<Recorded>> ReadGoverning(
        CaseId @case, IReadOnlySet<string> types, long after, long governingVersions, CancellationToken ct) =>
        inner.ReadGoverning(@case, types, after, governingVersions, ct);
    public Task<Recorded?> Find(EventName name, CancellationToken ct) => inner.Find(name, ct);
    public Task<ILookup<long, (string Name, string Value)>> LabelRows(long after, long upTo, CancellationToken ct) =>
        inner.LabelRows(after, upTo, ct);
    public Task<IReadOnlyList<Expunged>> Expunged(long after, long upTo, CancellationToken ct) =>
        inner.Expunged(after, upTo, ct);
    public Task<IReadOnlyList<Expunged>> Expunged(CaseId @case, CancellationToken ct) => inner.Expunged(@case, ct);
    public long LastErasure => inner.LastErasure;
    public Task Erase(CancellationToken ct) => inner.Erase(ct);
}
