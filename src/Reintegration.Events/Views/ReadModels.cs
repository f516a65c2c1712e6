using Reintegration.Events.Views.Sheets;

namespace Reintegration.Events.Views;

/// <summary>Every view whose rows are kept, listed by hand: one line each.</summary>
public static class ReadModels
{
    public static ImmutableArray<ReadModel> All { get; } =
    [
        ReadModel.Of<CaseList, CaseListRow>(),
        ReadModel.Of<ReleaseBoard, Sheet>(),
        ReadModel.Of<SupervisionCase, Sheet>(),
        ReadModel.Of<PoliceCaseView, Sheet>(),
        ReadModel.Of<ThreatPicture, Sheet>(),
        ReadModel.Of<HitInbox, Sheet>(),
        ReadModel.Of<DeskInbox, Sheet>(),
        ReadModel.Of<MentorCaseload, Sheet>(),
        ReadModel.Of<CareView, Sheet>(),
        ReadModel.Of<MentoringCareView, Sheet>(),
        ReadModel.Of<PanelPack, Sheet>(),
        ReadModel.Of<PanelMemberPack, Sheet>(),
        ReadModel.Of<PanelPartnerPack, Sheet>(),
        ReadModel.Of<ActionTracker, Sheet>(),
        ReadModel.Of<InformationGaps, Sheet>(),
        ReadModel.Of<ReentryMap, Sheet>(),
        ReadModel.Of<ResourceDirectory, Sheet>(),
        ReadModel.Of<RightsQueue, Sheet>(),
        ReadModel.Of<ErasureQueue, Sheet>(),
        ReadModel.Of<ReviewCalendar, ReviewCalendarRow>(),
        ReadModel.Of<ProcessingRegister, ProcessingRegisterRow>(),
        ReadModel.Of<AgreementBoard, Sheet>(),
        ReadModel.Of<DeliveryHealth, Sheet>(),
    ];

    public static ReadModel? Find(string name) => All.FirstOrDefault(view => view.Name == name);
}
