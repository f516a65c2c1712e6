using System.Text;
using Npgsql;
using Reintegration.Events.Ledger;
using Reintegration.Events.Postgres.Tests.Support;
using Support.Audit;

namespace Reintegration.Events.Postgres.Tests;

/// <summary>Whoever owns the database changes a row; an export made from it afterwards says where.</summary>
public sealed class EditedDatabaseTests
{
    const string Fields = "its envelope or labels are not those the leaf commits to";
    const string Label = "the row of its label at is missing or was changed";

    [Theory]
    [InlineData(Fields, "update reintegration.envelope set body = convert_to(replace(convert_from(body, 'UTF8'), 'official-7', 'official-8'), 'UTF8') where position = 3")]
    [InlineData(Fields, "update reintegration.envelope set request_digest = sha256('other') where position = 3")]
    [InlineData(Fields, "update reintegration.envelope set body = convert_to(replace(convert_from(body, 'UTF8'), '\"retention\":\"', '\"juvenile\":true,\"retention\":\"'), 'UTF8') where position = 3")]
    [InlineData(Label, "update reintegration.label set value = '2031-01-01' where position = 3 and name = 'at'")]
    [InlineData(Label, "delete from reintegration.label where position = 3 and name = 'at'")]
    [InlineData("a ciphertext is not the one its leaf names", "update reintegration.sealed set ciphertext = set_byte(ciphertext, 20, get_byte(ciphertext, 20) # 1) where position = 3")]
    [InlineData("what the server keeps of it does not open: it was changed", "update reintegration.sealed set wrapped_key = set_byte(wrapped_key, 20, get_byte(wrapped_key, 20) # 1) where position = 3")]
    [InlineData(Fields, "update reintegration.event set leaf = convert_to(overlay(convert_from(leaf, 'UTF8') placing 'AAAA' from position('fieldsRoot' in convert_from(leaf, 'UTF8')) + 13 for 4), 'UTF8') where position = 3")]
    public async Task An_edited_row_is_found_and_its_position_named(string fault, string edit)
    {
        await using var database = await (await TestServer.Current).NewDatabase();
        await using var store = await database.Open(TimeProvider.System);
        using var audited = new AuditedLedger(store.Ledger, (await store.Ledger.Head(default)).Ledger);
        await audited.Tell("harbour: 4 Mill Lane");
        var verdict = Verify(await audited.Export(), audited);
        Assert.True(verdict.IsVerified, verdict.ToString());
        Assert.Equal(12, verdict.Opened);

        // Signed before the edit: the signer would refuse a changed leaf.
        var header = (await audited.Export())[0];
        await Execute(database, edit);
        var lines = await audited.Lines();
        Assert.Equal((3, fault), Found(Verify([header, .. lines], audited)));
    }

    static (long?, string?) Found(LedgerVerdict verdict) => (verdict.Position, verdict.Fault);

    static LedgerVerdict Verify(IEnumerable<string> lines, AuditedLedger audited)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        return ExportLines.Verify(file, new LogPolicy(audited.Signer.Key.Name, audited.Signer.Key), []);
    }

    static async Task Execute(TestDatabase database, string edit)
    {
        await using var admin = new NpgsqlConnection(database.Source.Admin);
        await admin.OpenAsync();
        // A superuser can silence every trigger; that is why the tree is signed.
        await using var command = new NpgsqlCommand($"set session_replication_role = replica; {edit}", admin);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
