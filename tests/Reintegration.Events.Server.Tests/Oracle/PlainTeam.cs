using System.Globalization;

namespace Reintegration.Events.Server.Tests.Oracle;

/// <summary>Who is on a case and who has a seat, read from its events as slowly and plainly as can be.</summary>
/// <remarks>Shares no code with the case context: each question goes through all events again, from the first.</remarks>
static class PlainTeam
{
    public static bool IsOnCase(IReadOnlyList<Recorded> events, string agency, DateTimeOffset now)
    {
        var (on, from, to) = (false, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        foreach (var each in events)
        {
            var (type, envelope) = (Short(each), each.Envelope);
            if (type == "case-opened" && envelope.Owner.Value == agency) return true;
            if (envelope.Owner.Value != "prison") continue;
            if (type == "case-reopened" && WasClosed(events, each)) on = false;
            if (Text(each, "agency") != agency) continue;
            if (type == "case-agency-joined")
                (on, from, to) = (true, Time(each, "from") ?? each.RecordedAt, Time(each, "to") ?? DateTimeOffset.MaxValue);
            if (type == "case-agency-left" && on) to = Time(each, "to") ?? each.RecordedAt;
        }

        return on && from <= now && now < to;
    }

    public static bool HasSeat(IReadOnlyList<Recorded> events, string agency, string official, string role, DateTimeOffset now)
    {
        var (taken, from, until) = (false, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        foreach (var each in events)
        {
            var type = Short(each);
            if (type == "case-reopened" && each.Envelope.Owner.Value == "prison" && WasClosed(events, each)) taken = false;
            if (each.Envelope.Owner.Value != agency || Text(each, "official") != official || Text(each, "role") != role) continue;
            if (type == "case-seat-taken") (taken, from, until) = (true, each.RecordedAt, Time(each, "until") ?? DateTimeOffset.MaxValue);
            if (type == "case-seat-left") taken = false;
        }

        return taken && from <= now && now < until && IsOnCase(events, agency, now);
    }

    static bool WasClosed(IReadOnlyList<Recorded> events, Recorded reopened) =>
        events.Where(each => each.Position < reopened.Position && each.Envelope.Owner.Value == "prison")
            .LastOrDefault(each => Short(each) is "case-closed" or "case-reopened") is { } last && Short(last) == "case-closed";

    static string Short(Recorded recorded) => recorded.Envelope.Type.Split('.')[2];

    static string? Text(Recorded recorded, string label) =>
        recorded.Envelope.Labels.TryGetValue(label, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static DateTimeOffset? Time(Recorded recorded, string label) =>
        Text(recorded, label) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
}
