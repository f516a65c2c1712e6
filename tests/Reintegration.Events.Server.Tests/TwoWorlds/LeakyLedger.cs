using System.Reflection;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Server.Tests.TwoWorlds;

/// <summary>A ledger with one mistake, planted to see whether the comparison of two worlds finds it.</summary>
sealed class LeakyLedger(ILedger inner, Leak leak) : PassingLedger(inner)
{
    static bool IsHidden(Recorded recorded) =>
        recorded.Envelope.Labels.ContainsKey("SOURCE") || recorded.Envelope.Owner.Value == "intelligence";

    async Task<int> Hidden(CaseId? @case, CancellationToken ct) =>
        @case is null ? 0 : (await Inner.ReadCase(@case, null, -1, ct)).Count(IsHidden);

    public override async Task<IReadOnlyList<Recorded>> ReadCase(
        CaseId? @case, IReadOnlySet<string>? types, long after, CancellationToken ct)
    {
        var events = await Inner.ReadCase(@case, types, after, ct);
        if (leak == Leak.Decode) foreach (var each in events) Internals.Decode(each);
        var hidden = await Hidden(@case, ct);
        if (leak == Leak.Proof) return [.. events.Select(each => Internals.WithLeaf(each, [.. each.Leaf.Span, (byte)hidden]))];
        if (leak != Leak.Order || hidden == 0 || types is not null) return events;
        return
        [
            .. events.Where(each => CaseContext.Governing.Contains(each.Envelope.Type)),
            .. events.Where(each => !CaseContext.Governing.Contains(each.Envelope.Type)).Reverse(),
        ];
    }

    public override async Task<IReadOnlyList<Recorded>> ReadOwner(
        AgencyId owner, CaseId? @case, long after, int limit, CancellationToken ct)
    {
        var events = await Inner.ReadOwner(owner, @case, after, limit, ct);
        if (leak != Leak.Count) return events;
        List<Recorded> left = [];
        foreach (var each in events)
            if (IsHidden(each) || await Hidden(each.Envelope.Case, ct) == 0) left.Add(each);
        return left;
    }

    public override async Task<AppendOutcome> Append(Command command, CancellationToken ct)
    {
        var outcome = await Inner.Append(command, ct);
        if (leak is not (Leak.Version or Leak.Status) || outcome.Receipts.IsEmpty) return outcome;
        var hidden = await Hidden(command.Events[0].Envelope.Case, ct);
        Receipt Told(Receipt each) => leak == Leak.Version
            ? each with { Version = each.Version + hidden }
            : each with { First = each.First && hidden % 2 == 0 };
        return outcome with { Receipts = [.. outcome.Receipts.Select(Told)] };
    }

    public override async Task<IReadOnlyDictionary<EventName, KnownEvent>> Known(
        IReadOnlyCollection<EventName> names, CancellationToken ct)
    {
        var known = await Inner.Known(names, ct);
        if (leak == Leak.Cursor) return await Shifted(known, ct);
        if (leak != Leak.Error) return known;
        var all = known.ToDictionary(each => each.Key, each => each.Value);
        foreach (var name in names)
            foreach (var owner in (string[])["police", "prison", "intelligence"])
            {
                var same = name with { Owner = AgencyId.Parse(owner) };
                if ((await Inner.Known([same], ct)).TryGetValue(same, out var taken)) all.TryAdd(name, taken);
            }

        return all;
    }

    /// <summary>A place that is counted with what is hidden: the page after it begins elsewhere.</summary>
    async Task<IReadOnlyDictionary<EventName, KnownEvent>> Shifted(
        IReadOnlyDictionary<EventName, KnownEvent> known, CancellationToken ct)
    {
        Dictionary<EventName, KnownEvent> all = [];
        foreach (var (name, found) in known)
        {
            var hidden = await Hidden(found.Receipt.Stream.Case, ct);
            all[name] = found with { Receipt = found.Receipt with { Position = found.Receipt.Position + hidden } };
        }

        return all;
    }

    public override async Task<IReadOnlyList<CaseId>> CasesByLabel(string type, string label, string value, CancellationToken ct)
    {
        var cases = await Inner.CasesByLabel(type, label, value, ct);
        if (leak != Leak.CaseList) return cases;
        List<CaseId> left = [];
        foreach (var @case in cases)
            if (await Hidden(@case, ct) == 0) left.Add(@case);
        return left;
    }
}

/// <summary>What the compiler keeps inside the core: a mistake that opens facts too early has to be forced.</summary>
static class Internals
{
    const BindingFlags Inside = BindingFlags.Instance | BindingFlags.NonPublic;

    static SealedFacts Facts(Recorded recorded) =>
        (SealedFacts)typeof(Recorded).GetProperty("Facts", Inside)!.GetValue(recorded)!;

    public static void Decode(Recorded recorded) => typeof(SealedFacts).GetMethod("Open", Inside)!.Invoke(
        Facts(recorded), [(Func<string, bool>)(_ => true)]);

    public static Recorded WithLeaf(Recorded recorded, byte[] leaf) => new(
        recorded.Position, recorded.Version, recorded.RecordedAt, recorded.Envelope, Facts(recorded), leaf);
}
