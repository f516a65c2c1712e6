using Reintegration.Events.Policy;

namespace Reintegration.Events.Cli.Policy;

/// <summary>Reads a policy bundle from its folder.</summary>
internal static class BundleReading
{
    /// <exception cref="BundleRefused">Something in it is wrong; the message names file and line.</exception>
    public static Bundle Load(DirectoryInfo folder) => Bundle.Load(folder.EnumerateFiles("*", SearchOption.AllDirectories)
        .ToDictionary(
            file => Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/'),
            file => File.ReadAllText(file.FullName), StringComparer.Ordinal));
}
