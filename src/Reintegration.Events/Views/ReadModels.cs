namespace Reintegration.Events.Views;

/// <summary>Every view whose rows are kept, listed by hand: one line each.</summary>
public static class ReadModels
{
    public static ImmutableArray<ReadModel> All { get; } =
    [
        ReadModel.Of<CaseList, CaseListRow>(),
    ];

    public static ReadModel? Find(string name) => All.FirstOrDefault(view => view.Name == name);
}
