using System.Globalization;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;
using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Views;
using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Tests.Views;

/// <summary>Rows of read models, folded from what the real bundle shows of real events to the model's own audience.</summary>
static class Rows
{
    /// <summary>The audience's row of the world's case; or of what is shown to another seat of the same role.</summary>
    public static TRow Of<TView, TRow>(World world, Sector? sector = null, Func<Seat, Seat>? seat = null, DateTimeOffset? at = null)
        where TView : IReadModel<TView, TRow>
        where TRow : class =>
        View.Of<TView, TRow>(Disclosed<TView, TRow>(world, sector, seat, at));

    public static Sheet Sheet<TView>(World world, Sector? sector = null, Func<Seat, Seat>? seat = null, DateTimeOffset? at = null)
        where TView : ISheetModel<TView> => Of<TView, Sheet>(world, sector, seat, at);

    /// <summary>The rules that raise an alarm on the row at an instant.</summary>
    public static List<Alarm> Alarms<TView>(Sheet sheet, DateTimeOffset at)
        where TView : ISheetModel<TView> => [.. TView.Alarms(sheet, at)];

    public static List<Disclosure> Disclosed<TView, TRow>(
        World world, Sector? sector = null, Func<Seat, Seat>? seat = null, DateTimeOffset? at = null)
        where TView : IReadModel<TView, TRow>
        where TRow : class
    {
        var audience = TView.Audience;
        var of = sector ?? audience.Sectors[0];
        var agency = World.AgencyOf(of);
        if (TView.Scope == ViewScope.Case && audience.Role != "data-protection-officer") world.Sit(agency, audience.Role);
        var mine = audience.Seat(AgencyId.Parse(agency), of, "led-8");
        var decider = world.Decider(seat is null ? mine : seat(mine), at);
        return
        [
            .. world.Events.Where(recorded => recorded.Envelope.Case is null == (TView.Scope == ViewScope.Organisation))
                .Select(recorded => Disclosure.Of(recorded, decider.Decide(recorded.Envelope), World.Pseudonym))
                .OfType<Disclosure>()
                .Where(shown => TView.Scope == ViewScope.Case || TView.Key(shown) is not null),
        ];
    }

    /// <summary>The row as it is stored.</summary>
    public static string Json<TRow>(TRow row) => System.Text.Json.JsonSerializer.Serialize(row, RowJson.Options);

    public static string Name(Recorded recorded) => recorded.Envelope.Name.ToString();

    public static DateTimeOffset Day(string day) =>
        DateTimeOffset.Parse(day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Everything a case can hold, from everybody who may say it; what governs stays as the world set it.</summary>
    public static World Everything(bool consents = true)
    {
        var world = World.Standard();
        if (consents)
            foreach (var category in Enum.GetNames<Category>().Select(name => name.ToUpperInvariant()))
                foreach (var agency in (string[])["community-haven", "prison", "health-north"])
                    world.Consent(agency, category, category == "FAMILY" ? "relative" : "person");
        foreach (var type in Catalog.Default.All.Where(type => type.Place == CasePlace.InCase && !type.FollowsTarget && !type.Governing && type.NotYetAccepted is null))
            foreach (var sector in type.Producers.Where(sector => sector is not (Sector.Coordination or Sector.Oversight)))
                world.Post(World.Short(type), World.AgencyOf(sector), Dates(type.Name));
        return world;
    }

    static string? Dates(string type) => type switch
    {
        "reintegration.intelligence.intelligence-registered.v1" => """{"expires":"2026-12-31"}""",
        _ => null,
    };
}
