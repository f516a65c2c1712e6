using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace Reintegration.Events.Postgres;

/// <summary>Reads leaves page by page, and halts at a hole instead of walking past it.</summary>
static class LeafPages
{
    /// <summary>About two megabytes a page: enough that the round trip does not count.</summary>
    const int PageLength = 8192;

    /// <summary>One tile of the tree: whoever wants no more is not sent more.</summary>
    const int FirstPageLength = 256;

    internal static async IAsyncEnumerable<ReadOnlyMemory<byte>> Read(
        NpgsqlDataSource source, string statement, long after, long size, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var last = after; last < size - 1;)
        {
            var to = Math.Min(last + (last == after ? FirstPageLength : PageLength), size - 1);
            var page = await Query.List(source, statement, row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), ct,
                Statement.Value(NpgsqlDbType.Bigint, last), Statement.Value(NpgsqlDbType.Bigint, to));
            foreach (var (position, leaf) in page)
            {
                if (position != last + 1) throw Hole(last + 1, position);
                last = position;
                yield return leaf;
            }
            if (last != to) throw Hole(last + 1, null);
        }
    }

    internal static LedgerBrokenException Hole(long missing, long? found) => new(
        $"Position {missing} is missing from the ledger" + (found is null ? "." : $"; the next one found is {found}."))
    {
        Missing = missing,
    };
}
