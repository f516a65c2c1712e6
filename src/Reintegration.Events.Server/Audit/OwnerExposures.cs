using System.Globalization;

namespace Reintegration.Events.Server.Audit;

/// <summary>
/// Who saw our data: how often each sector was shown something of the agency's, day by day. No names, no cases, and
/// intelligence left out.
/// </summary>
/// <remarks>Only days that are over, so that nobody can watch a count and see the minute of a look.</remarks>
public static class OwnerExposures
{
    const int DefaultDays = 30;
    const int MaxDays = 92;

    public static readonly Action<Microsoft.OpenApi.OpenApiOperation> Parameterised = OpenApiDocument.Query(
        ("from", false, "First day (UTC); absent: thirty days before the last."),
        ("to", false, "Last day, one that is over; absent: yesterday. At most 92 days."));

    public static async Task<Answer> Get(
        HttpContext context, DataProtection office, IExposures exposures, TimeProvider clock, CancellationToken ct)
    {
        var yesterday = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-1);
        var asked = Asked.Of(context, "from", "to");
        var to = asked.Day("to") ?? yesterday;
        var from = asked.Day("from") ?? to.AddDays(1 - DefaultDays);
        if (to > yesterday) asked.Bad("to", "Must be a day that is over.");
        if (from > to || to.DayNumber - from.DayNumber >= MaxDays) asked.Bad("from", $"Must be at most {MaxDays} days, up to to.");
        if (asked.Fault is { } fault) return Answer.Of(fault);
        var days = Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays).ToList();
        var query = ImmutableSortedDictionary<string, string>.Empty.Add("from", Text(from)).Add("to", Text(to));
        return await office.Through(context, "GET /exposures", null, query, "own-data", async (look, token) =>
        {
            var bounds = days.Append(to.AddDays(1)).Select(day => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)).ToList();
            var looks = (await exposures.Looks(look.Seat.Agency, bounds, token))
                .Select(each => (each.Period, look.Organisation.Find(each.Agency)?.Sector, each.Looks))
                .Where(each => each.Sector is not (null or Sector.Intelligence))
                .GroupBy(each => (each.Period, Sector: each.Sector!.Value))
                .ToDictionary(same => same.Key, same => same.Sum(each => each.Looks));
            return (Answer.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("agency", look.Seat.Agency.Value);
                json.WriteStartArray("days");
                foreach (var (period, day) in days.Index())
                {
                    json.WriteStartObject();
                    json.WriteString("day", Text(day));
                    json.WriteStartObject("looks");
                    foreach (var sector in Enum.GetValues<Sector>())
                        if (looks.TryGetValue((period, sector), out var count)) json.WriteNumber(EventJson.Word(sector), count);
                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }).WithETag(), []);
        }, ct);
    }

    static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
