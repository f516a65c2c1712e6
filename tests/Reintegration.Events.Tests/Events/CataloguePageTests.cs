using System.Globalization;
using System.Text;
using Reintegration.Events.Events;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Tests.Events;

/// <summary>contracts/README.md: what is there, how it is made, and every event type in a table.</summary>
public class CataloguePageTests
{
    const string Head = """
        # Contracts

        What this house promises others. Every file here is written by a test from the code, committed, and compared on
        each run; `APPROVE=1 dotnet test tests/Reintegration.Events.Tests` rewrites them, and the difference is what a
        reviewer reads. [CHANGELOG.md](CHANGELOG.md) alone is written by hand.

        | file | what it holds |
        |---|---|
        | `events/<type>.schema.json` | JSON Schema (draft 2020-12) of a type's facts; the same that intake holds a sender to |
        | `events/<type>.example.json` | a whole CloudEvent as a sender would post it; people and places are made up |
        | `events/about.schema.json` | what an owner says about its event beside the facts, the same for every type |
        | `vocabulary.json` | closed lists of words, and the limits every text and list has |
        | `policy/` | who is shown what: bundles, and the matrix they amount to |

        ## Rules the schemas cannot say

        - Absent members of `about` take the type's defaults. The owner may raise sensitivity and handling, never lower them.
        - In a case, `reviewDue` is asked for: not before the event, and not beyond the longest time it may be kept. What is
          S2 or higher and no matter of the team names its `subjects`, each with a category.
        - What concerns a person under age is S3 at least and reviewed within six months.
        - A correction names an event of the same owner about the same case; its new values are held to that type's schema.
        - A type that is *not taken yet* is described so that systems can be made ready for it; intake refuses it at `/type`.
        - A member is absent or has a value; `null` is not a value. No member is given twice.
        - A whole number is written without fraction or exponent. The first and the last year of the calendar are refused.

        - A type that follows another event (`correction`, `retraction`, `contradiction`, review, notice) takes that event's category,
          markings and audience. It names an event of the same owner in the same case; only a contradiction and its settling may
          name another's, and then one that the posting agency is itself shown. Anything else is answered like nothing at all.
        - What goes step by step (offers, referrals, actions, conditions, suspicions, requests, alerts, gaps, conferences, plans,
          recalls) is decided: a step that cannot follow is refused as `illegal-transition` with the reason; the same step told
          again word for word is answered the first receipt.
        - `gradedAs` takes a grading of another scheme in place of `grading`; it is recorded as Europol 4x4 by the table below.
        - An earlier version of a type is taken and read for ever, as it was recorded; `versions.txt` lists every one there has been.

        """;

    const string Types = """
        ## Event types

        Row is the row of the event catalogue. Members in **bold** are labels: rules and the case context may read them.
        Members in *italics* may be absent.

        """;

    [Fact]
    public void The_page_is_committed()
    {
        var page = new StringBuilder(Head).Append('\n').Append(Gradings()).Append('\n').Append(KeyAspectTests.Table()).Append('\n')
            .Append(Types).Append('\n');
        foreach (var area in Catalog.Default.All.GroupBy(type => type.Area))
        {
            page.Append(CultureInfo.InvariantCulture, $"### {area.Key}\n\n");
            page.Append("| row | type | what it means | category | marking | who may tell it | members |\n");
            page.Append("|---|---|---|---|---|---|---|\n");
            foreach (var type in area.OrderBy(type => type.Row).ThenBy(type => type.Name, StringComparer.Ordinal))
                page.Append(Line(type));
            page.Append('\n');
        }

        Golden.Holds("contracts/README.md", page.ToString().TrimEnd('\n'));
    }

    static string Gradings()
    {
        var table = new StringBuilder("## Gradings of other schemes\n\n| scheme | part | becomes, of Europol 4x4 |\n|---|---|---|\n");
        foreach (var part in SourceGradings.Table.GroupBy(row => (row.Scheme, row.Part)))
            table.Append(CultureInfo.InvariantCulture,
                $"| {EventJson.Word(part.Key.Scheme)} | {part.Key.Part} | {string.Join(", ", part.Select(row => $"{row.From} → {(row.Part == "handling" ? "H" : "")}{row.To}"))} |\n");
        return table.ToString();
    }

    static string Line(EventType type)
    {
        var name = type.Name.Split('.');
        var category = type.CategoryFrom is { } from ? $"first of {from}" : EventJson.Word(type.Category);
        if (type.FollowsTarget) category = "of its target";
        var marking = type.FollowsTarget ? "of its target" : $"{type.Sensitivity} {type.Handling}";
        var producers = type.Producers.Length == Enum.GetValues<Sector>().Length
            ? "any"
            : string.Join(", ", type.Producers.Select(EventJson.Word));
        var meaning = type.NotYetAccepted is { } reason ? $"{type.Summary} *Not taken yet: {reason}*" : type.Summary;
        return $"| {type.Row} | [{name[2]}.{name[3]}](events/{type.Name}.schema.json) | {meaning} | {category} "
            + $"| {marking} | {producers} | {string.Join(", ", type.Fields.Select(Member))} |\n";
    }

    static string Member(FieldMarking field)
    {
        var name = field.IsLabel ? $"**{field.Member}**" : field.Member;
        return field.Optional ? $"*{name}*" : name;
    }
}
