using System.Text;
using System.Text.RegularExpressions;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;
using Reintegration.Events.Tests.Policy;
using Reintegration.Events.Views;

namespace Reintegration.Events.Tests.Views;

/// <summary>What every read model must keep, whoever wrote it: over the example of every event type there is.</summary>
public sealed partial class ReadModelLaws
{
    public static TheoryData<string> Names => [.. ReadModels.All.Select(view => view.Name)];

    [Fact]
    public void Names_are_kebab_and_unique_and_columns_are_camel_and_unique()
    {
        Assert.Equal(ReadModels.All.Length, ReadModels.All.Select(view => view.Name).Distinct().Count());
        foreach (var view in ReadModels.All)
        {
            Assert.Matches(Kebab, view.Name);
            Assert.NotEmpty(view.Columns);
            Assert.Equal(view.Columns.Length, view.Columns.Select(column => column.Name).Distinct().Count());
            Assert.All(view.Columns, column => Assert.Matches(Camel, column.Name));
            // The doors' own parameters: a column of that name could not be asked for.
            Assert.DoesNotContain(view.Columns, column => column.Name is "sort" or "limit" or "cursor" or "after" or "format");
            Assert.Contains(view.Audience.Role, Vocabulary.Roles);
            Assert.Contains(view.Audience.Purpose, Vocabulary.Purposes);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_that_is_stored_after_every_event_equals_one_folded_in_one_go(string name)
    {
        var view = ReadModels.Find(name)!;
        var world = EverythingHappened(view);
        var folded = 0;
        foreach (var sector in view.Audience.Sectors)
        {
            var seat = view.Audience.Seat(AgencyId.Parse(World.AgencyOf(sector)), sector, "led-8");
            var decider = world.Decider(seat);
            var disclosures = world.Events
                .Where(recorded => recorded.Envelope.Case is null == (view.Scope == ViewScope.Organisation))
                .Select(recorded => Disclosure.Of(recorded, decider.Decide(recorded.Envelope), World.Pseudonym))
                .OfType<Disclosure>().ToList();
            foreach (var row in disclosures.GroupBy(shown => view.Scope == ViewScope.Case ? "" : view.Key(shown)).Where(row => row.Key is not null))
            {
                var inOneGo = view.Write(row.Aggregate(view.Empty, view.Fold));
                var stored = row.Aggregate(
                    view.Write(view.Empty), (bytes, shown) => view.Write(view.Fold(view.Read(bytes), shown)));
                Assert.Equal(Encoding.UTF8.GetString(inOneGo), Encoding.UTF8.GetString(stored));
                CheckValues(view, view.Read(stored));
                folded += row.Count();
            }
        }

        Assert.True(folded > 0, $"Nothing in the whole catalogue reaches {name}.");
    }

    static void CheckValues(ReadModel view, object row)
    {
        foreach (var (column, value) in view.Columns.Zip(view.Values(row)))
            Assert.True(value is null || column.Kind switch
            {
                ColumnKind.Number => value is decimal,
                ColumnKind.Flag => value is bool,
                _ => value is string,
            }, $"{view.Name}.{column.Name} is {value?.GetType()}");
        Assert.Equal(
            view.Alarms(row, World.Now).Select(alarm => alarm.ToString()),
            view.Alarms(row, World.Now).Select(alarm => alarm.ToString()));
    }

    /// <summary>
    /// The example of each type twice, by the first agency that may post it. What governs stays as the world set it, but for
    /// agreements, whose examples take effect later.
    /// </summary>
    static World EverythingHappened(ReadModel view)
    {
        var world = World.Standard();
        foreach (var sector in view.Audience.Sectors)
            if (world.Context.At(World.Now, Windows.Default).OnCase.Contains(AgencyId.Parse(World.AgencyOf(sector))))
                world.Sit(World.AgencyOf(sector), view.Audience.Role);
        foreach (var type in Catalog.Default.All.Where(type => !type.FollowsTarget && type.NotYetAccepted is null
            && (!type.Governing || type.Name.Contains(".sharing-agreement-", StringComparison.Ordinal))))
            for (var time = 0; time < 2; time++)
                world.Post(
                    World.Short(type), World.AgencyOf(type.Producers[0]),
                    inCase: type.Place != CasePlace.NoCase);
        return world;
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex Kebab { get; }

    [GeneratedRegex("^[a-z][a-zA-Z0-9]*$")]
    private static partial Regex Camel { get; }
}
