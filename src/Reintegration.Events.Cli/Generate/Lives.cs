using System.Globalization;
using Reintegration.Events.Events;

namespace Reintegration.Events.Cli.Generate;

/// <summary>
/// Many made-up lives as the batches in which agencies would have posted them: the same for the same seed.
/// </summary>
/// <remarks>
/// Each batch has one owner, as the intake door asks. Lives are told some at a time, and batches of one turn speak of
/// different cases or are each after what they rest upon: posted in order, none is refused.
/// </remarks>
sealed class Lives(ulong seed, DateTimeOffset until)
{
    /// <summary>Told together, so that batches are full; more would only take memory.</summary>
    const int Together = 100;

    /// <summary>The limit of the intake door.</summary>
    internal const int BatchLimit = 1000;

    readonly Society _society = new(seed, until);

    internal sealed record Batch(AgencyId Agency, IReadOnlyList<Told> Events)
    {
        /// <summary>How many lives begin in it.</summary>
        internal int Opened => Events.Count(told => told.Type == "reintegration.coordination.case-opened.v1");
    }

    /// <summary>What is there for everybody: to be posted before any life.</summary>
    internal IEnumerable<Batch> First() => Turns([_society.Told]);

    /// <summary>
    /// So many lives, some together: groups rest upon no other group, so they may be posted side by side.
    /// </summary>
    internal IEnumerable<IEnumerable<Batch>> Groups(int cases) =>
        from first in Enumerable.Range(0, (cases + Together - 1) / Together)
        select Group(first * Together, Math.Min(Together, cases - first * Together));

    IEnumerable<Batch> Group(int first, int count) => Turns([.. Enumerable.Range(first, count).Select(One)]);

    /// <summary>One life; its number is all that it depends on besides the seed.</summary>
    IReadOnlyList<Told> One(int number)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"life/{seed}/{number}");
        var chance = new Chance(new Chance(seed + (ulong)number).Bits());
        var release = chance.Between(190, 420);
        var days = chance.Between(60, release + 760);
        var life = new Life(key, chance, until, days) { IsJuvenile = chance.Percent(6) };
        Custody.Open(life, number, release);
        Custody.Inside(life, release);
        Seldom.Inside(life, release);
        Around.Clinic(life, release);
        Around.Assess(life, _society, release);
        Custody.Prepare(life, _society, release);
        Around.Panel(life, release);
        Release.Gate(life, release);
        Around.Family(life, release);
        Around.Mentoring(life, _society, release);
        Release.Supervise(life, release);
        Around.Watch(life, release);
        Seldom.Outside(life, release);
        Seldom.End(life, release);
        return life.Told;
    }

    /// <summary>
    /// In each turn every life says what its next agency has to say; what one agency says in a turn goes together.
    /// </summary>
    static IEnumerable<Batch> Turns(List<IReadOnlyList<Told>> lives)
    {
        var next = new int[lives.Count];
        while (true)
        {
            var turn = new SortedDictionary<AgencyId, List<Told>>();
            for (var life = 0; life < lives.Count; life++)
            {
                var told = lives[life];
                if (next[life] == told.Count) continue;
                var agency = told[next[life]].Agency;
                if (!turn.TryGetValue(agency, out var said)) turn.Add(agency, said = []);
                while (next[life] < told.Count && told[next[life]].Agency == agency) said.Add(told[next[life]++]);
            }

            if (turn.Count == 0) yield break;
            foreach (var (agency, said) in turn)
                foreach (var batch in said.Chunk(BatchLimit)) yield return new Batch(agency, batch);
        }
    }
}
