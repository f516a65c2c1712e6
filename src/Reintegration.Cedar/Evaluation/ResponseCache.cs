namespace Reintegration.Cedar;

/// <summary>
/// Answers given before, by the policies that determined them. Most requests are answered by few combinations of
/// policies, so in the common case a decision makes no new object. Lost races and overwritten places only cost time.
/// </summary>
internal sealed class ResponseCache(IReadOnlyList<CompiledPolicy> policies)
{
    /// <summary>Places for answers; a power of two. Beyond it answers are made anew, so memory stays bounded.</summary>
    private const int Places = 1 << 10;

    private readonly Entry?[] entries = new Entry?[Places];

    public Response Get(Decision decision, ReadOnlySpan<ulong> determining)
    {
        var hash = (ulong)decision;
        foreach (var word in determining)
            hash = (hash ^ word) * 0x9E37_79B9_7F4A_7C15;
        ref var entry = ref entries[(int)(hash >> 54) & (Places - 1)];
        if (entry is { } known && known.Response.Decision == decision && determining.SequenceEqual(known.Determining))
            return known.Response;
        var response = new Response(decision, Ids(determining), []);
        entry = new Entry(determining.ToArray(), response);
        return response;
    }

    public string[] Ids(ReadOnlySpan<ulong> bits)
    {
        var ids = new List<string>();
        for (var i = 0; i < policies.Count; i++)
        {
            if ((bits[i / 64] >> (i % 64) & 1) != 0)
                ids.Add(policies[i].Id);
        }

        return [.. ids];
    }

    private sealed record Entry(ulong[] Determining, Response Response);
}
