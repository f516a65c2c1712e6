using System.Text;

namespace Reintegration.Events.Tests.Support;

/// <summary>Files that are promises: generated here, committed, and changed only on purpose.</summary>
/// <remarks>
/// <c>APPROVE=1 dotnet test</c> writes them; without it a difference fails the test and shows the first lines that
/// differ.
/// </remarks>
static class Golden
{
    const int LinesShown = 12;

    /// <summary>The top of the repository, found by its solution file.</summary>
    public static string Root { get; } = FindRoot();

    static bool Approves => Environment.GetEnvironmentVariable("APPROVE") == "1";

    /// <summary>The committed file holds exactly this text.</summary>
    /// <param name="path">From the top of the repository, with slashes: <c>contracts/vocabulary.json</c>.</param>
    public static void Holds(string path, string expected)
    {
        if (!expected.EndsWith('\n')) expected += "\n";
        var file = Path.Combine(Root, path);
        var actual = File.Exists(file) ? File.ReadAllText(file) : null;
        if (actual == expected) return;
        if (Approves)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return;
        }

        Assert.Fail(actual is null
            ? $"{path} is not committed. APPROVE=1 writes it."
            : $"{path} is not what the code says. APPROVE=1 rewrites it.\n{Difference(actual, expected)}");
    }

    /// <summary>The folder holds these files and no others of the same ending.</summary>
    public static void HoldsOnly(string folder, string ending, IEnumerable<string> names)
    {
        var path = Path.Combine(Root, folder);
        var found =
            Directory.Exists(path) ? Directory.GetFiles(path, "*" + ending).Select(Path.GetFileName).ToHashSet() : [];
        var orphans = found.Except(names).Order(StringComparer.Ordinal).ToArray();
        if (orphans is []) return;
        if (!Approves) Assert.Fail($"{folder} holds files that nothing stands behind: {string.Join(", ", orphans)}.");
        foreach (var orphan in orphans) File.Delete(Path.Combine(path, orphan!));
    }

    static string Difference(string actual, string expected)
    {
        var (committed, generated) = (actual.Split('\n'), expected.Split('\n'));
        var shown = new StringBuilder();
        var lines = 0;
        for (var i = 0; i < Math.Max(committed.Length, generated.Length) && lines < LinesShown; i++)
        {
            var (before, after) = (committed.ElementAtOrDefault(i), generated.ElementAtOrDefault(i));
            if (before == after) continue;
            shown.AppendLine($"line {i + 1}");
            if (before is not null) shown.AppendLine($"  - {before}");
            if (after is not null) shown.AppendLine($"  + {after}");
            lines++;
        }

        return shown.ToString();
    }

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Reintegration.Events.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("No folder above the tests holds the solution.");
    }
}
