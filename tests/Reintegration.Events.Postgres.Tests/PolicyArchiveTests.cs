using Npgsql;
using Reintegration.Events.Ledger;
using Reintegration.Events.Policy;
using Reintegration.Events.Postgres.Tests.Support;

namespace Reintegration.Events.Postgres.Tests;

/// <summary>The papers of policy events: kept whole, by hash, and by nobody changed.</summary>
public sealed class PolicyArchiveTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    static readonly string Hash = new('a', 64);

    [Fact]
    public async Task What_is_kept_first_is_found_for_ever()
    {
        var archive = fixture.Store.PolicyArchive;
        Assert.Null(await archive.Find(PolicyPaperKind.Report, Hash, default));
        await archive.Keep(new PolicyPaper(PolicyPaperKind.Report, Hash, new byte[] { 1, 2, 3 }, "note"), default);
        await archive.Keep(new PolicyPaper(PolicyPaperKind.Report, Hash, new byte[] { 4 }, "other"), default);
        await fixture.Reopen();
        var kept = await fixture.Store.PolicyArchive.Find(PolicyPaperKind.Report, Hash, default);
        Assert.Equal([1, 2, 3], kept!.Content.ToArray());
        Assert.Equal("note", kept.Note);
        Assert.Null(await fixture.Store.PolicyArchive.Find(PolicyPaperKind.Bundle, Hash, default));
    }

    [Fact]
    public async Task A_bundle_edited_in_the_database_does_not_decide()
    {
        var hash = await Keep();
        Assert.NotNull(await Fresh().Find(hash, default));
        await Execute($"update reintegration.policy_paper set content = convert_to(replace(convert_from(content, 'utf8'), '180', '900'), 'utf8') where hash = '{hash}'");
        await Assert.ThrowsAsync<LedgerBrokenException>(async () => await Fresh().Find(hash, default));
    }

    [Fact]
    public async Task A_bundle_whose_signature_is_false_does_not_decide()
    {
        var hash = await Keep(" ");
        await Execute($"update reintegration.policy_paper set note = replace(note, hash, repeat('b', 64)) where hash = '{hash}'");
        await Assert.ThrowsAsync<LedgerBrokenException>(async () => await Fresh().Find(hash, default));
    }

    [Fact]
    public async Task The_servers_roles_can_neither_change_nor_remove_one()
    {
        foreach (var statement in (string[])["update reintegration.policy_paper set note = ''", "delete from reintegration.policy_paper"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => Execute($"set role reintegration_access; {statement}"));
            Assert.Equal("42501", refused.SqlState);
        }
    }

    /// <summary>Keeps the default bundle, or one that differs from it by what is added to its README.</summary>
    async Task<string> Keep(string added = "")
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Reintegration.Events.sln"))) root = root.Parent!;
        var folder = Path.Combine(root.FullName, "contracts", "policy", "unicri-default");
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText);
        if (added.Length > 0) files["README.md"] = added;
        var bundle = Bundle.Load(files);
        await Fresh().Keep(bundle, default);
        return bundle.Hash;
    }

    Bundles Fresh() => new(
        fixture.Store.PolicyArchive, Reintegration.Events.Events.Catalog.Default,
        new SignerKey("house", NoteKeyType.Ed25519, new byte[Ed25519.SeedLength]));

    async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(fixture.Database.Source.Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
