namespace Reintegration.Events.Events;

/// <summary>Schemes by which police and services grade a source and what it says.</summary>
public enum GradingScheme
{
    /// <summary>United Kingdom, since 2016: source 1-3, information A-E, handling P or C.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("3x5x2")]
    Uk3x5x2,
    /// <summary>United Kingdom, before: source A-E, information 1-5, handling 1-5.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("5x5x5")]
    Uk5x5x5,
    /// <summary>NATO (AJP-2.1): source A-F, information 1-6.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("admiralty")]
    Admiralty,
}

/// <summary>A grading in another scheme than ours, as the poster's own system holds it.</summary>
/// <param name="Handling">Only 3x5x2 and 5x5x5 have one.</param>
public sealed record ForeignGrading(
    GradingScheme Scheme,
    [property: Form(TextForm.Grade)] string Source,
    [property: Form(TextForm.Grade)] string Information,
    [property: Form(TextForm.Grade)] string? Handling = null);

/// <summary>The one table by which other schemes become Europol 4x4 and Europol handling codes, at the door.</summary>
/// <remarks>
/// Never to a better grade than was meant: what 4x4 cannot say is X and 4. "Suspected to be false" has no word in 4x4 and
/// becomes 4; the statement itself says so, or is not sent.
/// </remarks>
public static class SourceGradings
{
    /// <summary>Scheme, then what its letters and digits become.</summary>
    public static ImmutableArray<(GradingScheme Scheme, string Part, string From, string To)> Table { get; } =
    [
        .. Rows(GradingScheme.Uk3x5x2, "source", "1B 2X 3C"),
        .. Rows(GradingScheme.Uk3x5x2, "information", "A2 B3 C4 D4 E4"),
        .. Rows(GradingScheme.Uk3x5x2, "handling", "P0 C2"),
        .. Rows(GradingScheme.Uk5x5x5, "source", "AA BB CC DC EX"),
        .. Rows(GradingScheme.Uk5x5x5, "information", "11 22 33 44 54"),
        .. Rows(GradingScheme.Uk5x5x5, "handling", "10 20 32 43 52"),
        .. Rows(GradingScheme.Admiralty, "source", "AA BB CC DC EC FX"),
        .. Rows(GradingScheme.Admiralty, "information", "11 23 34 44 54 64"),
    ];

    static readonly ImmutableDictionary<(GradingScheme, string, string), string> Found =
        Table.ToImmutableDictionary(row => (row.Scheme, row.Part, row.From), row => row.To);

    /// <summary>The grading in our scheme, or where the given one is not of its own.</summary>
    public static (Grading? Grading, HandlingCode? Handling, ImmutableArray<SchemaError> Errors) Read(ForeignGrading given)
    {
        var faults = ImmutableArray.CreateBuilder<SchemaError>();
        var source = Part("source", given.Source);
        var information = Part("information", given.Information);
        var handling = given.Handling is { } code ? Part("handling", code) : null;
        return faults.Count > 0
            ? (null, null, faults.ToImmutable())
            : (new Grading(source!, information![0] - '0'), handling is null ? null : (HandlingCode)(handling[0] - '0'), []);

        string? Part(string part, string word)
        {
            if (Found.TryGetValue((given.Scheme, part, word), out var to)) return to;
            faults.Add(new($"/data/about/gradedAs/{part}", $"A {part} of the scheme {EventJson.Word(given.Scheme)} is expected."));
            return null;
        }
    }

    static IEnumerable<(GradingScheme, string, string, string)> Rows(GradingScheme scheme, string part, string pairs) =>
        pairs.Split(' ').Select(pair => (scheme, part, pair[..1], pair[1..]));
}
