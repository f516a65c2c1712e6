namespace Reintegration.Events.Server.Intake;

/// <summary>The one intake door, for all event types of all agencies.</summary>
public static class PostEvents
{
    public static async Task<Answer> Post(
        HttpContext context, Reception reception, ServerKeys keys, ISigner signer, Rejections rejections, string? atomic,
        string? dryRun, CancellationToken ct)
    {
        if (!Together.TryRead(atomic, dryRun, out var together)) return Answer.Of(Together.BadAsk);
        var media = context.Request.GetTypedHeaders().ContentType?.MediaType.Value?.ToLowerInvariant();
        var binary = BinaryMode.IsOne(context.Request, media);
        if (!binary && media is not (CloudEvents.Structured or CloudEvents.Batch)) return Answer.Of(Problems.WrongMediaType);
        var batch = media == CloudEvents.Batch;
        var (body, unread) = await RequestBody.Read(
            context.Request, batch ? RequestBody.BatchLimitBytes : RequestBody.SingleLimitBytes);
        if (body is null) return Answer.Of(unread!);
        using (body)
        {
            if (binary)
            {
                var (item, misplaced) = BinaryMode.Read(context.Request.Headers, body.RootElement);
                if (item is null) return Answer.Of(misplaced!);
                using (item) return await Single(item.RootElement);
            }

            return batch
                ? await Many(context, body.RootElement, reception, keys, signer, rejections, together, ct)
                : await Single(body.RootElement);

            Task<Answer> Single(JsonElement item) => together.DryRun
                ? Many(context, item, reception, keys, signer, rejections, together, ct)
                : One(context, item, reception, keys, signer, rejections, ct);
        }
    }

    static Poster Poster(HttpContext context) => new(context.Requester.Agency, context.Requester.Clearance);

    static async Task<Answer> One(
        HttpContext context, JsonElement item, Reception reception, ServerKeys keys, ISigner signer,
        Rejections rejections, CancellationToken ct)
    {
        var (submission, malformed) = CloudEvents.Read(item);
        if (submission is null) return Answer.Of(malformed!);
        if (await context.Ask() is { } refusal) return Answer.Of(refusal);
        var known = await reception.Known([submission], ct);
        var outcomes = await reception.Receive(
            [reception.Take(submission, item)], Poster(context), known,
            await reception.Look([submission], ct), ct);
        var outcome = outcomes[0];
        rejections.Note(context.Requester.Agency, [(submission, outcome)]);
        if (outcome.Receipt is not { } receipt) return Answer.Of(outcome.Problem!);
        return Answer.Json(await Receipts.Signed(receipt, keys, signer, ct), receipt.First ? 201 : 200)
            .With("Location", $"/events/{receipt.Name.Id:D}");
    }

    /// <summary>
    /// Items are independent, answered in order. Those that change what others of their case are judged by go alone;
    /// what lies between two of them goes together.
    /// </summary>
    static async Task<Answer> Many(
        HttpContext context, JsonElement list, Reception reception, ServerKeys keys, ISigner signer,
        Rejections rejections, Together together, CancellationToken ct)
    {
        var single = together.DryRun && list.ValueKind == JsonValueKind.Object;
        if (list.ValueKind != JsonValueKind.Array && !single)
            return Answer.Of(Problems.MalformedEvent.At("", "A batch is a JSON array of CloudEvents."));
        if (!single && list.GetArrayLength() > RequestBody.BatchLimitEvents) return Answer.Of(Problems.TooLarge);
        IEnumerable<JsonElement> told = single ? [list] : list.EnumerateArray();
        var items = told.Select(item => (Item: item, Read: CloudEvents.Read(item))).ToList();
        if (await context.Ask() is { } refusal) return Answer.Of(refusal);
        if (together != default)
        {
            var all = items.ConvertAll(item => (
                item.Read.Submission is { } one ? reception.Take(one, item.Item) : null, item.Read.Problem));
            return await Said(await reception.Together(all, Poster(context), store: !together.DryRun, ct));
        }

        var submissions = items.Select(item => item.Read.Submission).OfType<Submission>().ToList();
        var known = await reception.Known(submissions, ct);
        var first = await reception.Look(submissions, ct);
        var judged = new Reception.Outcome[items.Count];
        async Task Tell(IReadOnlyList<int> chain)
        {
            var sight = first;
            for (var told = 0; told < chain.Count;)
            {
                var governs = Governs(chain[told]);
                List<int> run = governs ? [chain[told]] : [.. chain.Skip(told).TakeWhile(index => !Governs(index))];
                var outcomes = await reception.Receive(
                    run.ConvertAll(index => reception.Take(items[index].Read.Submission!, items[index].Item)),
                    Poster(context), known, sight, ct);
                foreach (var (index, outcome) in run.Zip(outcomes)) judged[index] = outcome;
                told += run.Count;
                if (governs) sight = await reception.Look(chain.Skip(told).Select(index => items[index].Read.Submission!), ct);
            }
        }

        bool Governs(int index) => reception.Governs(items[index].Read.Submission!);
        foreach (var (index, item) in items.Index())
            if (item.Read.Submission is null) judged[index] = item.Read.Problem!;
        await Task.WhenAll(Chains([.. items.Select(item => item.Read.Submission)], reception).Select(Tell));
        return await Said(judged);

        async Task<Answer> Said(IReadOnlyList<Reception.Outcome> outcomes)
        {
            if (!together.DryRun)
                rejections.Note(context.Requester.Agency, items.Select((item, index) => (item.Read.Submission, outcomes[index])));
            var receipts = await Receipts.Signed(
                [.. outcomes.Select(outcome => outcome.Receipt).OfType<Receipt>()], keys, signer, ct);
            var none = together is { Atomic: true, DryRun: false } && outcomes.Any(outcome => outcome.Problem is not null);
            return Answer.Json(json => Write(json, outcomes, receipts), none ? StatusCodes.Status422UnprocessableEntity : 200);
        }
    }

    /// <summary>
    /// Which items are told one after the other: those of one case. What governs agencies is waited for by all.
    /// </summary>
    static IEnumerable<IReadOnlyList<int>> Chains(IReadOnlyList<Submission?> submissions, Reception reception)
    {
        var told = submissions.Index().Where(each => each.Item is not null).ToList();
        return told.Exists(each => reception.CaseOf(each.Item!) is null && reception.Governs(each.Item!))
            ? [[.. told.Select(each => each.Index)]]
            : told.GroupBy(each => reception.CaseOf(each.Item!)).Select(chain => chain.Select(each => each.Index).ToList());
    }

    static void Write(Utf8JsonWriter json, IReadOnlyList<Reception.Outcome> outcomes, IReadOnlyList<byte[]> receipts)
    {
        var next = 0;
        json.WriteStartArray();
        foreach (var outcome in outcomes)
        {
            json.WriteStartObject();
            json.WriteNumber("status", outcome.Problem?.Status ?? (outcome.Receipt is { First: true } ? 201 : 200));
            if (outcome.Problem is { } problem)
            {
                json.WritePropertyName("problem");
                problem.WriteTo(json);
            }
            else if (outcome.Receipt is null) json.WriteBoolean("wouldBeRecorded", true);
            else
            {
                json.WritePropertyName("receipt");
                json.WriteRawValue(receipts[next++]);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
