using Reintegration.Events.Events;

namespace Reintegration.Events.Tests.Events;

/// <summary>What it takes to add an event type: this declaration, and nothing anywhere else.</summary>
[EventType("reintegration.care.keepsake-returned.v1", "keepsake", Row = 1, Category = Category.Ident,
    Producers = [Sector.Prison], Summary = "A keepsake was handed back at the gate.")]
public sealed record KeepsakeReturned : IEvent<KeepsakeReturned>
{
    [Field("thing")]
    public required string Thing { get; init; }

    [Field("dates", Ladder = Ladder.Date), Label]
    public required DateOnly On { get; init; }

    [Field("count", Minimum = 1, Maximum = 9)]
    public int? Pieces { get; init; }

    public static KeepsakeReturned Example => new() { Thing = "A watch", On = new DateOnly(2026, 10, 16) };
}

// Each of these is wrong in one way; CatalogTests says which. They are not part of any assembly's catalogue.
static class Wrong
{
    public sealed record Unnamed : IEvent<Unnamed>
    {
        public static Unnamed Example => new();
    }

    [EventType("reintegration.care.unmarked.v1", "wrong", Row = 1, Category = Category.Ident, Producers = [Sector.Prison], Summary = "Wrong.")]
    public sealed record Unmarked : IEvent<Unmarked>
    {
        public string? Text { get; init; }
        public static Unmarked Example => new();
    }

    [EventType("reintegration.care.something-else.v1", "wrong", Row = 1, Category = Category.Ident, Producers = [Sector.Prison], Summary = "Wrong.")]
    public sealed record Misnamed : IEvent<Misnamed>
    {
        public static Misnamed Example => new();
    }

    [EventType("reintegration.kitchen.misplaced.v1", "wrong", Row = 1, Category = Category.Ident, Producers = [Sector.Prison], Summary = "Wrong.")]
    public sealed record Misplaced : IEvent<Misplaced>
    {
        public static Misplaced Example => new();
    }

    [EventType("reintegration.care.unproduced.v1", "wrong", Row = 1, Category = Category.Ident, Producers = [], Summary = "Wrong.")]
    public sealed record Unproduced : IEvent<Unproduced>
    {
        public static Unproduced Example => new();
    }

    [EventType("reintegration.care.aimless.v1", "wrong", Row = 1, Category = Category.Ident, Producers = [Sector.Prison], FollowsTarget = true, Summary = "Wrong.")]
    public sealed record Aimless : IEvent<Aimless>
    {
        public static Aimless Example => new();
    }

    [EventType("reintegration.care.shifted.v1", "custody", Row = 1, Category = Category.Ident, Producers = [Sector.Prison], Summary = "Wrong.")]
    public sealed record Shifted : IEvent<Shifted>
    {
        [Field("dates", Ladder = Ladder.Text)]
        public required string Dates { get; init; }
        public static Shifted Example => new() { Dates = "x" };
    }

    public static class Again
    {
        [EventType("reintegration.care.keepsake-returned.v1", "keepsake", Row = 1, Category = Category.Ident, Producers = [Sector.Prison], Summary = "Wrong.")]
        public sealed record KeepsakeReturned : IEvent<KeepsakeReturned>
        {
            public static KeepsakeReturned Example => new();
        }
    }
}
