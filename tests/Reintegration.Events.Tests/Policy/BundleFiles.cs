using Reintegration.Events.Policy;

namespace Reintegration.Events.Tests.Policy;

/// <summary>The bundle under contracts/policy/unicri-default, as it stands in the repository.</summary>
static class BundleFiles
{
    /// <summary>Path within the bundle to text.</summary>
    public static IReadOnlyDictionary<string, string> Default { get; } = Read();

    public static Bundle Bundle { get; } = Bundle.Load(Default);

    /// <summary>The bundle with one file replaced or added.</summary>
    public static Dictionary<string, string> With(string path, string text) => new(Default) { [path] = text };

    /// <summary>The bundle with exactly these rules.</summary>
    public static Bundle WithRules(IEnumerable<Rule> rules)
    {
        var files = Default.Where(file => !file.Key.StartsWith("policies/", StringComparison.Ordinal)).ToDictionary();
        files.Add("policies/all.cedar", string.Join("\n", rules.Select(rule => rule.Policy.Text)));
        return Bundle.Load(files);
    }

    /// <summary>A bundle of this repository that rests on the default one.</summary>
    public static Bundle Load(string name) => Bundle.Load(Bundle.Over(Default, Read(name)));

    static Dictionary<string, string> Read(string name = "unicri-default")
    {
        var root = Path.Combine(RepositoryRoot(), "contracts", "policy", name);
        return Directory.GetFiles(root, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText);
    }

    public static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Reintegration.Events.sln"))) return folder.FullName;
        throw new InvalidOperationException("No folder above the tests holds the solution.");
    }
}
