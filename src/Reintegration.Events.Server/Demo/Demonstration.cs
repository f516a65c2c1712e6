using Reintegration.Events.Server.Demo.Story;

namespace Reintegration.Events.Server.Demo;

/// <summary>The demo as a whole: tell the story once, show what each agency sees, count, and prove.</summary>
public static class Demonstration
{
    /// <summary>Midnight of the story's day 0, or null when this ledger was begun without the story.</summary>
    /// <remarks>
    /// In a new ledger the clock is set to day 0 before anything is recorded. In one where the story was begun, its
    /// first
    /// event says when that was, so a telling cut short goes on where it stopped, with the same bytes.
    /// </remarks>
    public static async Task<DateTimeOffset?> Anchor(ILedger ledger, StoryClock clock, CancellationToken ct)
    {
        if ((await ledger.Head(ct)).Size == 0)
        {
            var day0 = Midnight(clock.GetUtcNow()).AddDays(-Stories.Today);
            clock.MoveTo(day0);
            return day0;
        }

        await foreach (var first in ledger.Read(-1, ct))
        {
            var day0 = Midnight(first.RecordedAt);
            var begun = Stories.Tell(day0)[0];
            return await ledger.Find(new EventName(AgencyId.Parse(begun.Agency), begun.Id), ct) is null ? null : day0;
        }

        return null;
    }

    /// <summary>Tells what is not yet told, prints the walk-through, and ends with the line that sums it up.</summary>
    public static async Task<bool> Run(
        Uri server, StoryClock clock, DateTimeOffset anchor, TextWriter output, CancellationToken ct)
    {
        using var client = new DemoClient(server);
        var steps = Stories.Tell(anchor);
        if (await Told(client, steps, ct))
        {
            output.WriteLine($"The story is in the ledger already ({steps.Length} steps); nothing is posted again.");
        }
        else
        {
            var (accepted, refused) = await new Teller(client, clock).Tell(steps, anchor, ct);
            output.WriteLine($"Told the story: {accepted} events accepted, {refused} refused as it should be.");
        }

        clock.Return();
        await new Walkthrough(client, output, anchor).Print(ct);
        return await Summing.Print(client, steps.Count(step => step.Refused is null), output, ct);
    }

    /// <summary>The last accepted step answers its own agency only when the story has been told to its end.</summary>
    static async Task<bool> Told(DemoClient client, ImmutableArray<Step> steps, CancellationToken ct)
    {
        var last = steps.Last(step => step.Refused is null);
        var (status, _) = await client.Get($"{last.Agency}-system", $"/events/{last.Id:D}", ct);
        return status == 200;
    }

    static DateTimeOffset Midnight(DateTimeOffset instant) => new(instant.UtcDateTime.Date, TimeSpan.Zero);
}
