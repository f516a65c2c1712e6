using System.Reflection;
using System.Text.RegularExpressions;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Server.Tests;

/// <summary>The manners a machine can check.</summary>
public partial class HouseRules
{
    const int MaxLines = 300;
    const int MaxMethodLines = 60;

    static IEnumerable<string> Sources(params string[] folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Path.Combine(Golden.Root, folder), "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")
            && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}")
        select file;

    static string Named(string file) => Path.GetRelativePath(Golden.Root, file);

    [Fact]
    public void Files_fit_in_three_hundred_lines() =>
        Assert.Empty(Sources("src", "tests").Where(file => File.ReadLines(file).Count() > MaxLines).Select(Named));

    [GeneratedRegex(@"DateTime(Offset)?\.Now\b|\bTODO\b|\bFIXME\b|NotImplementedException|Skip ?= ?""")]
    private static partial Regex Unwanted { get; }

    [Fact]
    public void Nothing_is_left_undone_and_no_clock_is_read_in_passing() =>
        Assert.Empty(Sources("src", "tests").Where(file => Path.GetFileName(file) != "HouseRules.cs")
            .Where(file => Unwanted.IsMatch(File.ReadAllText(file))).Select(Named));

    [Fact]
    public void Views_never_name_an_undisclosed_event() =>
        Assert.Empty(Sources("src/Reintegration.Events/Views").Where(file => Regex.IsMatch(File.ReadAllText(file), @"\bRecorded\b")).Select(Named));

    [Fact]
    public void The_core_references_the_base_library_and_cedar_alone()
    {
        var core = typeof(Recorded).Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => !name.StartsWith("System.", StringComparison.Ordinal));
        Assert.Equal(["Reintegration.Cedar"], core.Order(StringComparer.Ordinal));
        var cedar = typeof(Cedar.PolicySet).Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => !name.StartsWith("System.", StringComparison.Ordinal));
        Assert.Empty(cedar);
    }

    [Fact]
    public void Undisclosed_facts_cannot_be_read_outside_the_core()
    {
        var facts = typeof(Recorded).GetProperty("Facts", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!;
        Assert.True(facts.GetMethod!.IsAssembly);
        var friends = typeof(Recorded).Assembly.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName);
        Assert.All(friends, friend => Assert.EndsWith(".Tests", friend, StringComparison.Ordinal));
        Assert.All(typeof(Policy.Disclosure).GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic), constructor => Assert.True(constructor.IsPrivate));
    }

    [Fact]
    public void Methods_fit_a_screen()
    {
        var start = new Regex(@"^    (?:    )?(?:public |internal |private |protected |static |async |override |sealed |unsafe )*[\w<>\[\],?.() ]+ [\w<>]+\(.*\)(?: where .*)?$");
        List<string> tooLong = [];
        foreach (var file in Sources("src"))
        {
            var lines = File.ReadAllLines(file);
            for (var at = 0; at + 1 < lines.Length; at++)
            {
                if (!start.IsMatch(lines[at]) || Regex.IsMatch(lines[at], @"\b(class|record|struct|interface)\b") || lines[at + 1].Trim() != "{") continue;
                var close = lines[at + 1].Replace('{', '}');
                var end = Array.FindIndex(lines, at + 2, line => line == close);
                if (end - at > MaxMethodLines) tooLong.Add($"{Named(file)}:{at + 1} ({end - at} lines)");
            }
        }

        Assert.Empty(tooLong);
    }
}
