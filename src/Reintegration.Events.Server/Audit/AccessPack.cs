using System.Diagnostics;
using Reintegration.Events.Server.Queries;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Audit;

/// <summary>One owner's part of the answer to a person who asks what is held about them, to be handed over.</summary>
/// <remarks>
/// Neither confirms nor denies: what can be held back is left out without a trace, and every pack says so in the same
/// words, whether anything was left out or not. An agency that holds only such things, or nothing, or was never on the
/// case, hands over the same empty pack. It is a function of what is in it, and leaves at an even pace.
/// </remarks>
public sealed class AccessPack(DataProtection office, ManyCases cases, ILedger ledger)
{
    /// <summary>An answer leaves at a whole multiple of this after it was asked for: nobody can time what was passed over.</summary>
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>What may stand in a pack at all. A category that is not named here is as if it did not exist.</summary>
    static readonly ImmutableHashSet<Category> Categories =
    [
        Category.Ident, Category.Custody, Category.Observe, Category.Condition, Category.Compliance, Category.Risk,
        Category.Needs, Category.Service, Category.Health, Category.Religion, Category.Family, Category.Police,
        Category.Meeting, Category.Community,
    ];

    /// <summary>The same in every pack of every agency, for ever.</summary>
    const string Statement =
        "This agency neither confirms nor denies that it holds anything beyond what stands here. That is said in the same words to everybody who asks, whatever is held (Directive (EU) 2016/680, articles 13 to 15). You may ask the supervisory authority to look on your behalf (article 17).";

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Parameterised = OpenApiDocument.Query(
        ("case", true, "Whose data: the person of this case."));

    public async Task<Answer> Get(HttpContext context, CancellationToken ct)
    {
        var asked = Asked.Of(context, "case");
        var @case = asked.Case(required: true);
        if (asked.Fault is { } fault) return Answer.Of(fault);
        var began = Stopwatch.GetTimestamp();
        var answer = await office.Through(
            context, "GET /subject-access", @case, ImmutableSortedDictionary<string, string>.Empty, "rights-request",
            async (look, token) =>
            {
                var own = (await ledger.ReadOwner(look.Seat.Agency, @case, -1, int.MaxValue, token)).Where(MayStand).ToList();
                var shown = (await cases.Disclose(own, look.Seat, look.Bundle, look.Organisation, look.Now, token)).OfType<Disclosure>().ToList();
                // Of other events not even the names: one that is not in the pack is named by nothing in it.
                var named = shown.Select(disclosure => disclosure.Name?.ToString()).ToHashSet(StringComparer.Ordinal);
                shown = shown.ConvertAll(disclosure => disclosure.Naming(named.Contains));
                return (Answer.Json(json => Write(json, look.Seat.Agency, @case!.Value, shown)), [.. shown.Select(disclosure => disclosure.Levels())]);
            }, ct);
        var spent = Stopwatch.GetElapsedTime(began);
        await Task.Delay(Pace * (Math.Floor(spent / Pace) + 1) - spent, ct);
        return answer;
    }

    static bool MayStand(Recorded recorded) =>
        Categories.Contains(recorded.Envelope.Category)
        && !recorded.Envelope.Labels.ContainsKey("INTEL") && !recorded.Envelope.Labels.ContainsKey("SOURCE");

    static void Write(Utf8JsonWriter json, AgencyId agency, CaseId @case, List<Disclosure> shown)
    {
        json.WriteStartObject();
        json.WriteString("agency", agency.Value);
        json.WriteString("case", @case.Value);
        json.WriteString("statement", Statement);
        json.WriteStartArray("items");
        foreach (var item in View.Of<CaseTimeline, ImmutableList<TimelineItem>>(shown)) JsonSerializer.Serialize(json, item, EventJson.Options);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
