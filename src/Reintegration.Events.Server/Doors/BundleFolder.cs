namespace Reintegration.Events.Server.Doors;

/// <summary>Reads policy bundles from their directories.</summary>
public static class BundleFolder
{
    /// <summary>Beside the program: a directory for each bundle.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "policy");

    /// <summary>The bundle that is in force in a new ledger.</summary>
    public const string Standard = "unicri-default";

    /// <summary>The default bundle, beside the program.</summary>
    public static string Default => Path.Combine(Shipped, Standard);

    /// <summary>Every bundle that came with the server, the default first.</summary>
    /// <exception cref="BundleRefused">Something in one is wrong; the message names file and line.</exception>
    public static ImmutableArray<Bundle> LoadAll(Catalog catalog) =>
    [
        Load(Default, catalog),
        .. Directory.EnumerateDirectories(Shipped).Where(folder => Path.GetFileName(folder) != Standard)
            .Order(StringComparer.Ordinal).Select(folder => Load(folder, catalog)),
    ];

    /// <exception cref="BundleRefused">Something in it is wrong; the message names file and line.</exception>
    public static Bundle Load(string folder, Catalog catalog)
    {
        if (!Directory.Exists(folder)) throw new InvalidOperationException($"There is no policy bundle at {folder}.");
        return Bundle.Load(Files(folder), catalog.FieldClasses);
    }

    /// <summary>The files of a folder, over those of the folder beside it that its header names as its base.</summary>
    static Dictionary<string, string> Files(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(
                path =>
                    Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
        return files.TryGetValue(Bundle.HeaderPath, out var header) && BundleHeader.BaseOf(header) is { } name
            ? Bundle.Over(Files(Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder))!, name)), files)
            : files;
    }
}
