namespace Reintegration.Events.Cli.Tests.Verify;

/// <summary>A folder for one test, gone when it ends.</summary>
sealed class Scratch : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reintegration-verify-");

    public string Folder => _folder.FullName;

    public string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
