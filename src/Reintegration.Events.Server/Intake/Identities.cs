using Reintegration.Events.Server.Queries;

namespace Reintegration.Events.Server.Intake;

/// <summary>Merging and splitting identities: a merger links cases of one's own lead, a split ends such a link.</summary>
/// <remarks>
/// INVARIANT (law 5): a case on which the poster has no place is answered like one that does not exist. No event moves:
/// a merger is a finding about cases, and can be taken back.
/// </remarks>
public static class Identities
{
    const string Merged = "reintegration.coordination.identities-merged.v1";
    const string Split = "reintegration.coordination.identities-split.v1";

    public static async Task<Problem?> Check(
        EventType type, Submission submission, StreamId stream, Sight sight, Func<Standing, bool> isOnCase,
        CancellationToken ct) => type.Name switch
        {
            Merged => await Merging(submission, stream.Case, sight, isOnCase, ct),
            Split => await Splitting(submission, stream, sight, ct),
            _ => null,
        };

    static async Task<Problem?> Merging(
        Submission submission, CaseId? own, Sight sight, Func<Standing, bool> isOnCase, CancellationToken ct)
    {
        foreach (var (pointer, @case) in Cases(submission, "mergedFrom"))
            if (@case == own || !isOnCase(await sight.Stand(@case, ct)))
                return Problems.IllegalTransition.At(pointer, "Another case on which your agency is, is expected.");
        return null;
    }

    static async Task<Problem?> Splitting(Submission submission, StreamId stream, Sight sight, CancellationToken ct)
    {
        if (stream.Case is not { } own) return null;
        var linked = (await sight.Stand(own, ct)).Courses.LinkedBy(stream.Owner);
        foreach (var (pointer, @case) in Cases(submission, "splitFrom"))
            if (!linked.Contains(@case)) return Problems.IllegalTransition.At(pointer, "Is not a case your agency linked to this one.");
        return null;
    }

    static IEnumerable<(string Pointer, CaseId Case)> Cases(Submission submission, string member) =>
        submission.Facts.GetProperty(member).EnumerateArray()
            .Select((id, index) => ($"/data/facts/{member}/{index}", CaseId.Parse(id.GetString()!)));
}
