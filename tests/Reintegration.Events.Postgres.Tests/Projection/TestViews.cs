using System.Collections.Immutable;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;
using Reintegration.Events.Views;

namespace Reintegration.Events.Postgres.Tests.Projection;

/// <summary>A row that keeps everything it was shown, in order: what is lost, doubled or out of order is seen in it.</summary>
sealed record SeenRow(ImmutableList<string> Seen);

interface ITestView
{
    static abstract string Name { get; }
    static abstract Audience Audience { get; }
}

/// <summary>A view that keeps everything, for one audience.</summary>
sealed class Seen<T> : IReadModel<Seen<T>, SeenRow> where T : ITestView
{
    public static string Name => T.Name;
    public static int Version => 1;
    public static SeenRow Empty => new([]);
    public static Audience Audience => T.Audience;
    public static ViewScope Scope => ViewScope.Case;
    public static ImmutableArray<Column<SeenRow>> Columns => [Column<SeenRow>.Number("seen", row => row.Seen.Count)];

    /// <summary>Set by a test that needs a fold to fail; nothing else uses this audience's view meanwhile.</summary>
    public static bool Fails { get; set; }

    public static SeenRow Fold(SeenRow row, Disclosure disclosure) =>
        Fails ? throw new FormatException("Planted.")
        : disclosure.IsExistenceOnly
            ? row
            : new SeenRow(row.Seen.Add($"{disclosure.Name} {string.Join(',', disclosure.Fields.Select(field => $"{field.Key}={field.Value.Value}"))}"));

    /// <summary>Not shown until something certain was folded: it must be kept all the same.</summary>
    public static bool Concerns(SeenRow row) => row.Seen.Count > 3;
}

sealed class OfProbation : ITestView
{
    public static string Name => "seen-by-probation";
    public static Audience Audience => new([Sector.Probation], "practitioner", "supervision");
}

sealed class OfPolice : ITestView
{
    public static string Name => "seen-by-police";
    public static Audience Audience => new([Sector.Police], "practitioner", "public-protection");
}

sealed class OfIntelligence : ITestView
{
    public static string Name => "seen-by-intelligence";
    public static Audience Audience => new([Sector.Intelligence], "intelligence-analyst", "threat-prevention");
}

/// <summary>What is said of no case, by who says it.</summary>
sealed class Owners : IReadModel<Owners, SeenRow>
{
    public static string Name => "owners";
    public static int Version => 1;
    public static SeenRow Empty => new([]);
    public static Audience Audience => new([Sector.Coordination, Sector.Oversight], "agency-administrator", "oversight");
    public static ViewScope Scope => ViewScope.Organisation;
    public static string? Key(Disclosure disclosure) => disclosure.Owner.Value;
    public static ImmutableArray<Column<SeenRow>> Columns => [Column<SeenRow>.Number("seen", row => row.Seen.Count)];
    public static SeenRow Fold(SeenRow row, Disclosure disclosure) => new(row.Seen.Add($"{disclosure.Name}"));
}

static class TestViews
{
    public static ImmutableArray<ReadModel> All { get; } =
    [
        ReadModel.Of<CaseList, CaseListRow>(), ReadModel.Of<Seen<OfProbation>, SeenRow>(), ReadModel.Of<Seen<OfPolice>, SeenRow>(),
        ReadModel.Of<Seen<OfIntelligence>, SeenRow>(), ReadModel.Of<Owners, SeenRow>(),
    ];
}
