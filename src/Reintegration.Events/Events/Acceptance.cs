namespace Reintegration.Events.Events;

/// <summary>What became of a submission: an envelope, or the reasons why not, never both.</summary>
/// <param name="Governs">The event can change what others are shown: it moves its stream's governing version.</param>
public sealed record Accepted(Envelope? Envelope, bool Governs, ImmutableArray<SchemaError> Errors);

/// <summary>The event that a <see cref="EventType.FollowsTarget"/> type points at, as intake found it.</summary>
/// <param name="Type">The target's own type.</param>
public sealed record TargetMarkings(Envelope Envelope, EventType Type);

/// <summary>Turns what was sent into an envelope: schema, closed lists, defaults, and the floors nobody may go
/// below.</summary>
/// <remarks>
/// Pure, and blind to the ledger: whether the poster may post here, and whether the stream allows it, is asked
/// elsewhere, before and after. The same submission always gives the same envelope.
/// </remarks>
public static class Acceptance
{
    /// <param name="stream">The stream it is for, its case resolved.</param>
    /// <param name="target">For a type that follows its target, the event its facts name; null when there is
    /// none.</param>
    public static Accepted Accept(EventType type, Submission submission, StreamId stream, TargetMarkings? target)
    {
        // Taken and not acted upon would be worse than refused: its sender would rely on what does not happen.
        if (type.NotYetAccepted is { } reason)
            return new Accepted(null, false, [new SchemaError("/type", $"This type is not taken yet. {reason}")]);
        SchemaError[] malformed = [.. AboutSchema.Validate(submission.About), .. type.Validate(submission.Facts)];
        if (malformed is not []) return new Accepted(null, false, [.. malformed]);

        var about = AboutSchema.Read(submission.About);
        if (type.FollowsTarget && Following.FaultOfTarget(type, submission, stream, target) is { } unfit)
            return new Accepted(null, false, [unfit]);
        var floor = type.FollowsTarget ? Floor.Of(type, target!) : Floor.Of(type, submission.Facts);
        var weighing = new Weighing(type, about, submission, stream, floor);
        var errors = weighing.Errors();
        if (type.FollowsTarget) errors = [.. errors, .. Following.Faults(type, submission, target!)];
        if (errors is not []) return new Accepted(null, false, errors);
        var envelope = weighing.Envelope(target);
        return new Accepted(envelope, Governs(type, target?.Type, envelope), []);
    }

    /// <summary>What <see cref="Accepted.Governs"/> was when this was accepted, told again from its envelope.</summary>
    public static bool Governed(Envelope envelope, Catalog catalog) =>
        catalog.TryFind(envelope.Type, out var type)
        && Governs(type, envelope.MarkedAs is { } marked && catalog.TryFind(marked, out var target) ? target : null, envelope);

    // A correction governs when it puts a new value where the case context reads.
    static bool Governs(EventType type, EventType? target, Envelope envelope) =>
        type.Governing
        || (target is { Governing: true } && type.Relation == RelationKind.Corrects
            && target.Fields.Any(field => field.IsLabel && envelope.Labels.ContainsKey(field.Member)));

    /// <summary>One submission against its floor.</summary>
    sealed class Weighing(EventType type, About about, Submission submission, StreamId stream, Floor floor)
    {
        readonly bool _juvenile = about.Juvenile is true || floor.Juvenile;
        readonly (Grading? Grading, HandlingCode? Handling, ImmutableArray<SchemaError> Errors) _foreign =
            about.GradedAs is { } given ? SourceGradings.Read(given) : (null, null, []);

        HandlingCode LeastCode => _foreign.Handling > floor.Code ? _foreign.Handling.Value : floor.Code;
        HandlingCode Code => about.Handling?.Code ?? LeastCode;
        Sensitivity LeastSensitivity => _juvenile && floor.Sensitivity < Sensitivity.S3
            ? Sensitivity.S3
            : floor.Sensitivity;
        Sensitivity Sensitivity => about.Sensitivity ?? LeastSensitivity;
        Onward LeastOnward => floor.OnwardUnder(Code);
        DateOnly Happened => DateOnly.FromDateTime(submission.HappenedAt.UtcDateTime);
        int LongestYears => Vocabulary.RetentionYears[floor.Retention];
        ImmutableArray<DataSubject> Subjects => about.Subjects ?? floor.Subjects;
        DateOnly? ReviewDue => about.ReviewDue ?? Following.NextReview(type, submission.Facts) ?? floor.ReviewDue;

        public ImmutableArray<SchemaError> Errors() =>
            [.. Place(), .. Lowered(), .. Persons(), .. Review(), .. Author(), .. Kind(), .. Graded(), .. Relates()];

        IEnumerable<SchemaError> Place()
        {
            if (type.FollowsTarget) yield break;
            if (type.Place == CasePlace.NoCase && stream.Case is not null)
                yield return new("/subject", "This type concerns no case: no subject is expected.");
            if (type.Place != CasePlace.NoCase && stream.Case is null)
                yield return new("/subject", "This type concerns a case: its id is expected.");
        }

        IEnumerable<SchemaError> Lowered()
        {
            if (Sensitivity < LeastSensitivity)
                yield return Raise("/data/about/sensitivity", EventJson.Word(LeastSensitivity));
            if (Code < LeastCode) yield return Raise("/data/about/handling/code", EventJson.Word(LeastCode));
            // These two are declared from the narrowest to the widest.
            if (about.Handling?.Onward > LeastOnward)
                yield return Raise("/data/about/handling/onward", EventJson.Word(LeastOnward));
            if (about.Handling?.ActionLimit > floor.ActionLimit)
                yield return Raise("/data/about/handling/actionLimit", EventJson.Word(floor.ActionLimit));
        }

        static SchemaError Raise(string pointer, string least) =>
            new(pointer, $"At least {least} is expected: the owner may raise it, never lower.");

        IEnumerable<SchemaError> Persons()
        {
            if (type.ConcernsPerson && Subjects is [])
                yield return new("/data/about/subjects", "Each person it speaks of is expected, with their category.");
            for (var i = 1; i < Subjects.Length; i++)
            {
                if (Subjects[..i].Any(earlier => earlier.Person == Subjects[i].Person))
                    yield return new($"/data/about/subjects/{i}/person", "Each person is expected once.");
            }
        }

        IEnumerable<SchemaError> Review()
        {
            const string pointer = "/data/about/reviewDue";
            if (ReviewDue is not { } due)
            {
                if (stream.Case is not null)
                    yield return new(pointer, "What is said in a case is reviewed: a date is expected.");
                yield break;
            }

            if (about.ReviewDue is null) yield break;
            if (due < Happened) yield return new(pointer, "A date not before the event is expected.");
            if (due > Happened.AddYears(LongestYears))
                yield return new(pointer, $"A date within {LongestYears} years is expected: no longer may it be kept.");
            else if (_juvenile && due > Happened.AddMonths(Limits.JuvenileReviewMonths))
                yield return new(pointer, $"A date within {Limits.JuvenileReviewMonths} months is expected: a minor.");
        }

        IEnumerable<SchemaError> Author()
        {
            if (type.HumanOnly && about.Author.Role == Vocabulary.SystemRole)
                yield return new("/data/about/author/role", "A human author is expected: no machine decides this.");
        }

        // Facts may be told by others or be somebody's view; what is a judgement or intelligence never becomes a fact.
        IEnumerable<SchemaError> Kind()
        {
            if (about.StatementKind is not { } kind || kind == floor.StatementKind) yield break;
            if (floor.StatementKind is StatementKind.Assessment or StatementKind.Intelligence)
                yield return new(
                    "/data/about/statementKind", $"{EventJson.Word(floor.StatementKind)} is expected for this type.");
        }

        ImmutableArray<SchemaError> Graded() => about is { Grading: not null, GradedAs: not null }
            ? [new("/data/about/gradedAs", "One grading is expected, in one scheme.")]
            : _foreign.Errors;

        IEnumerable<SchemaError> Relates()
        {
            if (about.Relates is not { } relates) yield break;
            if (relates.Target == submission.Name)
                yield return new("/data/about/relates/target", "An earlier event is expected.");
            if (!type.FollowsTarget) yield break;
            if (relates.Target.ToString() != Following.TargetNamed(submission))
                yield return new("/data/about/relates/target", "The same event as in targetEvent is expected.");
            if (relates.Kind != type.Relation)
                yield return new("/data/about/relates/kind", $"{EventJson.Word(type.Relation)} is expected for this type.");
        }

        public Envelope Envelope(TargetMarkings? target) => new()
        {
            Name = submission.Name,
            Type = type.Name,
            Stream = stream,
            HappenedAt = submission.HappenedAt,
            Author = about.Author,
            Purposes = about.Purposes ?? floor.Purposes,
            LegalBasis = about.LegalBasis ?? floor.LegalBasis,
            Category = floor.Category,
            Sensitivity = Sensitivity,
            Handling = new Handling(
                Code, about.Handling?.Onward ?? LeastOnward, about.Handling?.ActionLimit ?? floor.ActionLimit,
                about.Handling?.Caveats ?? [], ReleasableTo()),
            StatementKind = about.StatementKind ?? floor.StatementKind,
            Grading = about.Grading ?? _foreign.Grading,
            Subjects = Subjects,
            Juvenile = _juvenile,
            ReviewDue = ReviewDue,
            Retention = floor.Retention,
            Relates = about.Relates
                ?? (target is null ? null : new Relation(type.Relation, target.Envelope.Name)),
            MarkedAs = target?.Type.Name,
            Labels = Labels(target),
            CorrelationId = submission.CorrelationId,
            CausationId = submission.CausationId,
        };

        ImmutableArray<AgencyId> ReleasableTo()
        {
            // What tells one recipient of a change tells nobody else who had been shown it.
            if (Following.Recipient(type, submission.Facts) is { } only) return [only];
            var named = about.Handling?.ReleasableTo ?? [];
            // A grant reaches those it grants the event to for as long as it stands, which the case context knows.
            var received = !type.FollowsTarget && submission.Facts.TryGetProperty("recipients", out var recipients)
                ? recipients.EnumerateArray().Select(recipient => AgencyId.Parse(recipient.GetString()!))
                : [];
            return [.. named.Concat(floor.ReleasableTo).Concat(received).Distinct().Order()];
        }

        ImmutableSortedDictionary<string, JsonElement> Labels(TargetMarkings? target)
        {
            var labels = type.LabelsOf(submission.Facts).ToBuilder();
            if (target is not null) labels.AddRange(Following.Labels(submission.Facts, target));
            foreach (var label in floor.Labels.Concat(about.Labels ?? [])) labels[label] = True;
            return labels.ToImmutable();
        }

        static readonly JsonElement True = JsonElement.Parse("true");
    }
}
