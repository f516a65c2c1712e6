namespace Reintegration.Events.Postgres;

/// <summary>Who writes or removes key files shares this lock; who replaces them while they are in use has it alone.</summary>
/// <remarks>An advisory lock of the operating system on a file of the key folder: it ends with its process.</remarks>
static class FolderLock
{
    const string Name = ".lock";
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>A holder has one small file to write; longer than this, the disk is not answering.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal static IDisposable Share(string folder) => Take(folder, FileAccess.Read, FileShare.Read);

    internal static IDisposable Alone(string folder) => Take(folder, FileAccess.ReadWrite, FileShare.None);

    static FileStream Take(string folder, FileAccess access, FileShare share)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path)) DurableFile.WriteFirst(path, []);
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(path, FileMode.Open, access, share);
            }
            catch (IOException) when (waited < Patience)
            {
                Thread.Sleep(Pause);
            }
        }
    }
}
