using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Reintegration.Events.Cli.Verify;

/// <summary><c>verify vectors DIR</c>: tries our verifier on test vectors that others wrote.</summary>
static class VectorsCommand
{
    static readonly JsonDocumentOptions Lenient =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static Command Build()
    {
        var directory = new Argument<DirectoryInfo>("DIR")
        {
            Description = "Folder searched to any depth for *.json files. Each holds one vector or arrays of them.",
        };
        var command = new Command(
            "vectors",
            "Run RFC 6962 proof vectors: leafIdx, treeSize, root, leafHash, proof for inclusion; size1, size2, root1, "
            + "root2, proof for consistency; hashes in base64. A vector passes when the verifier refuses it exactly if "
            + $"wantErr is true. {VerifyCommand.ExitCodes}")
        {
            directory,
        };
        command.SetAction(parsed =>
            Run(parsed.GetRequiredValue(directory), parsed.InvocationConfiguration.Output));
        return command;
    }

    static int Run(DirectoryInfo directory, TextWriter output)
    {
        if (!directory.Exists)
        {
            output.WriteLine($"There is no folder {directory}.");
            return VerifyCommand.Exit.NotChecked;
        }

        int passed = 0;
        int failed = 0;
        string[] files = Directory.GetFiles(directory.FullName, "*.json", SearchOption.AllDirectories);
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(directory.FullName, file);
            foreach (string? failure in Failures(file))
            {
                passed += failure is null ? 1 : 0;
                failed += failure is null ? 0 : 1;
                if (failure is not null)
                    output.WriteLine($"{name}: {failure}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{passed} passed, {failed} failed"));
        if (failed > 0)
            return VerifyCommand.Exit.Refused;
        return passed > 0 ? VerifyCommand.Exit.Verified : VerifyCommand.Exit.NotChecked;
    }

    /// <summary>One item for each vector of a file: null when it passed, otherwise what went wrong.</summary>
    static IEnumerable<string?> Failures(string file)
    {
        string? fault = null;
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(File.ReadAllBytes(file), Lenient);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            fault = $"cannot be read: {unreadable.Message}";
        }

        if (document is null)
        {
            yield return fault;
            yield break;
        }

        using (document)
            foreach (ProofVector vector in ProofVector.All(document.RootElement))
                yield return vector.Failure();
    }
}
