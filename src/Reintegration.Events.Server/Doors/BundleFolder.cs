namespace Reintegration.Events.Server.Doors;

/// <summary>Reads a policy bundle from its directory.</summary>
public static class BundleFolder
{
    /// <summary>The default bundle, beside the program.</summary>
    public static string Default => Path.Combine(AppContext.BaseDirectory, "policy", "unicri-default");

    /// <exception cref="BundleRefused">Something in it is wrong; the message names file and line.</exception>
    public static Bundle Load(string folder, Catalog catalog)
    {
        if (!Directory.Exists(folder)) throw new InvalidOperationException($"There is no policy bundle at {folder}.");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(
                path =>
                    Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
        return Bundle.Load(files, catalog.FieldClasses);
    }
}
