using Reintegration.Events.Policy;

namespace Reintegration.Events.Cli.Policy;

/// <summary>Reads a policy bundle from its folder.</summary>
internal static class BundleReading
{
    /// <exception cref="BundleRefused">Something in it is wrong; the message names file and line.</exception>
    public static Bundle Load(DirectoryInfo folder) => Bundle.Load(Files(folder));

    /// <summary>The files of a folder, over those of the folder beside it that its header names as its base.</summary>
    public static Dictionary<string, string> Files(DirectoryInfo folder)
    {
        var files = folder.EnumerateFiles("*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/'),
            file => File.ReadAllText(file.FullName), StringComparer.Ordinal);
        return files.TryGetValue(Bundle.HeaderPath, out var header) && BundleHeader.BaseOf(header) is { } name
            ? Bundle.Over(Files(new DirectoryInfo(Path.Combine(folder.Parent!.FullName, name))), files)
            : files;
    }
}
