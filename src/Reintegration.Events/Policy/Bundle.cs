using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Reintegration.Events.Policy.Tallies;

namespace Reintegration.Events.Policy;

/// <summary>A sharing policy as one thing that is proposed, approved, activated and named by every decision.</summary>
/// <remarks>Immutable. The hash covers every file, tests included, so that nothing in it changes unnoticed.</remarks>
public sealed class Bundle
{
    /// <summary>The file that says what the bundle is; the other paths are beside it.</summary>
    public const string HeaderPath = "bundle.json";

    private readonly ConcurrentDictionary<(string, string, Level), Cedar.Authorizer> selections = [];

    private const string SchemaPath = "schema.cedarschema";

    /// <summary>The file of what must hold whatever the rules say.</summary>
    private const string InvariantsPath = "invariants.cedar";

    /// <summary>The file of what may be counted; a bundle without it counts nothing.</summary>
    private const string AggregatesPath = "aggregates.json";

    private Bundle(
        BundleHeader header, ImmutableSortedDictionary<string, string> files, Cedar.Schema schema,
        ImmutableSortedDictionary<string, Rule> rules, FieldClasses classes,
        ImmutableSortedDictionary<(Sector, string), string> defaults, ImmutableArray<Rule> invariants,
        Aggregates aggregates)
    {
        Aggregates = aggregates;
        Header = header;
        Files = files;
        Hash = HashOf(files);
        Schema = schema;
        Invariants = invariants;
        Rules = rules;
        Classes = classes;
        Defaults = defaults;
        Policies = new Cedar.PolicySet(rules.Values.Select(rule => rule.Policy));
        Decisions = new DecisionTable(this);
    }

    public BundleHeader Header { get; }

    public string Id => Header.Id;

    /// <summary>SHA-256 over the sorted paths and bytes of its files, in lower-case hex.</summary>
    public string Hash { get; }

    /// <summary>Path within the bundle to text: all that the hash covers.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; }

    public Cedar.Schema Schema { get; }

    /// <summary>
    /// What must hold whatever the rules say (<c>invariants.cedar</c>): where a forbid matches nothing may be shown,
    /// where a permit matches everything must be. They decide nothing; the analysis proves them.
    /// </summary>
    public ImmutableArray<Rule> Invariants { get; }

    /// <summary>Every rule by its id.</summary>
    public ImmutableSortedDictionary<string, Rule> Rules { get; }

    /// <summary>The allow-lists: which field classes each group and redaction profile holds.</summary>
    public FieldClasses Classes { get; }

    public Cedar.PolicySet Policies { get; }

    /// <summary>The legal basis used when a request names none, by sector and purpose.</summary>
    public ImmutableSortedDictionary<(Sector Sector, string Purpose), string> Defaults { get; }

    /// <summary>What may be counted, and who may read the counts.</summary>
    public Aggregates Aggregates { get; }

    public bool TryLegalBasis(Sector sector, string purpose, out string legalBasis)
    {
        var found = Defaults.TryGetValue((sector, purpose), out var basis);
        legalBasis = basis ?? "";
        return found;
    }

    /// <summary>Reads a bundle, checking it against the event types of the house.</summary>
    /// <param name="files">Path within the bundle (with '/') to text.</param>
    /// <param name="known">Every field class that some event type has.</param>
    /// <exception cref="BundleRefused">Something in it is wrong; the message names file and line.</exception>
    public static Bundle Load(IReadOnlyDictionary<string, string> files, IReadOnlySet<string> known)
    {
        foreach (var path in files.Keys)
            if (!IsOfABundle(path)) throw new BundleRefused(path, 1, "a bundle has no such file.");
        var header = BundleHeader.Read(HeaderPath, Text(files, HeaderPath));
        var schema = ReadSchema(SchemaPath, Text(files, SchemaPath));
        var classes = FieldClasses.Read("classes.json", Text(files, "classes.json"), known);
        var defaults = BundleHeader.ReadDefaults("defaults.json", Text(files, "defaults.json"));
        var rules = ReadRules(files, classes);
        var invariants = ReadInvariants(files, classes);
        var aggregates = ReadAggregates(files);
        Validate([.. rules.Values, .. invariants], new Cedar.Validator(schema));
        var kept = files.ToImmutableSortedDictionary(StringComparer.Ordinal);
        return new Bundle(header, kept, schema, rules, classes, defaults, invariants, aggregates);
    }

    /// <summary>
    /// The files of a bundle that rests on another: all of the other's, each replaced where this one has its own.
    /// </summary>
    public static Dictionary<string, string> Over(
        IReadOnlyDictionary<string, string> @base, IReadOnlyDictionary<string, string> own)
    {
        var files = @base.ToDictionary(StringComparer.Ordinal);
        foreach (var (path, text) in own) files[path] = text;
        return files;
    }

    /// <summary>
    /// As <see cref="Load(IReadOnlyDictionary{string, string}, IReadOnlySet{string})"/> for the types of this assembly.
    /// </summary>
    public static Bundle Load(IReadOnlyDictionary<string, string> files) => Load(files, Catalog.Default.FieldClasses);

    /// <summary>
    /// Reads a bundle that was accepted before. What it names has been in the catalogue, and decides as it did even where
    /// the catalogue has moved on.
    /// </summary>
    internal static Bundle Again(IReadOnlyDictionary<string, string> files, IReadOnlySet<string> known) =>
        Load(files, known.Union(FieldClasses.Named("classes.json", Text(files, "classes.json"))).ToHashSet());

    /// <summary>What its rules said so far; kept with it, so that a bundle that is let go takes its answers along.</summary>
    internal DecisionTable Decisions { get; }

    /// <summary>
    /// The rules that can apply to a requester with these ancestors, to a class and a level; found once.
    /// </summary>
    internal Cedar.Authorizer Select(
        string requester, string fieldClass, Level level, Func<Cedar.Policy, bool> mayApply) =>
        selections.GetOrAdd(
            (requester, fieldClass, level),
            (_, applies) => new Cedar.Authorizer(new Cedar.PolicySet(Policies.Policies.Where(applies))), mayApply);

    private static ImmutableSortedDictionary<string, Rule> ReadRules(
        IReadOnlyDictionary<string, string> files, FieldClasses classes)
    {
        var rules = ImmutableSortedDictionary.CreateBuilder<string, Rule>(StringComparer.Ordinal);
        foreach (var path in files.Keys.Where(IsRules).Order(StringComparer.Ordinal))
        {
            foreach (var policy in Parse(path, files[path]).Policies)
            {
                var rule = Rule.Of(policy, path);
                if (rules.TryGetValue(rule.Id, out var other))
                    throw new BundleRefused(
                        path, rule.Line, $"the @id '{rule.Id}' is already used at {other.File}:{other.Line}.");
                RefuseUnknownClass(rule, classes);
                rules.Add(rule.Id, rule with { Policy = policy with { Id = rule.Id } });
            }
        }

        return rules.ToImmutable();
    }

    private static ImmutableArray<Rule> ReadInvariants(
        IReadOnlyDictionary<string, string> files, FieldClasses classes)
    {
        if (!files.TryGetValue(InvariantsPath, out var text)) return [];
        var invariants = Parse(InvariantsPath, text).Policies.Select(policy => Rule.Of(policy, InvariantsPath)).ToImmutableArray();
        foreach (var invariant in invariants)
        {
            RefuseUnknownClass(invariant, classes);
            if (invariants.Count(other => other.Id == invariant.Id) > 1)
                throw new BundleRefused(InvariantsPath, invariant.Line, $"the @id '{invariant.Id}' is used twice.");
        }

        return invariants;
    }

    /// <summary>They name types of the house itself: what a test adds to it is not counted.</summary>
    private static Aggregates ReadAggregates(IReadOnlyDictionary<string, string> files) =>
        files.TryGetValue(AggregatesPath, out var text)
            ? AggregatesFile.Read(AggregatesPath, text, Catalog.Default)
            : Aggregates.None;

    private static void RefuseUnknownClass(Rule rule, FieldClasses classes)
    {
        foreach (var named in rule.Policy.Resource.Entities)
            if (named.Type == CaseEntities.FieldClass && !classes.Has(named.Id))
                throw new BundleRefused(
                    rule.File, rule.Line, $"rule '{rule.Id}' names '{named.Id}', which is no class and no group.");
    }

    /// <summary>Strict types: what passes cannot fail when it is asked, and so no forbid denies by accident.</summary>
    private static void Validate(IEnumerable<Rule> rules, Cedar.Validator validator)
    {
        foreach (var rule in rules)
        {
            var report = validator.Validate(rule.Policy);
            // A rule that can never apply is a mistake of its author, and Cedar only warns of it.
            if (report.Errors.Concat(report.Warnings).FirstOrDefault() is { } finding)
                throw new BundleRefused(rule.File, finding.Span.Line, $"rule '{rule.Id}': {finding.Message}");
        }
    }

    private static Cedar.Schema ReadSchema(string path, string text)
    {
        try
        {
            return Cedar.Schema.Parse(text);
        }
        catch (Cedar.CedarSyntaxException e)
        {
            throw new BundleRefused(path, e.Line, e.Problem);
        }
        catch (Cedar.CedarSchemaException e)
        {
            throw new BundleRefused(path, 1, e.Message);
        }
    }

    private static Cedar.PolicySet Parse(string path, string text)
    {
        try
        {
            return Cedar.PolicySet.Parse(text);
        }
        catch (Cedar.CedarSyntaxException e)
        {
            throw new BundleRefused(path, e.Line, e.Problem);
        }
    }

    private static string Text(IReadOnlyDictionary<string, string> files, string path) =>
        files.TryGetValue(path, out var text) ? text : throw new BundleRefused(path, 1, "the file is missing.");

    private static bool IsRules(string path) =>
        path.StartsWith("policies/", StringComparison.Ordinal) && path.EndsWith(".cedar", StringComparison.Ordinal);

    private static bool IsOfABundle(string path) =>
        path is HeaderPath or SchemaPath or "classes.json" or "defaults.json" or AggregatesPath or InvariantsPath or "README.md"
        || IsRules(path)
        || (path.StartsWith("tests/", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal));

    private static string HashOf(ImmutableSortedDictionary<string, string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        foreach (var path in files.Keys)
        {
            foreach (var part in (string[])[path, files[path]])
            {
                var bytes = Encoding.UTF8.GetBytes(part);
                BinaryPrimitives.WriteUInt32BigEndian(length, (uint)bytes.Length);
                hash.AppendData(length);
                hash.AppendData(bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
