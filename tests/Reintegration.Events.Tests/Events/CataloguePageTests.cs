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

        ## Event types

        Row is the row of the event catalogue. Members in **bold** are labels: rules and the case context may read them.
        Members in *italics* may be absent.

        """;

    [Fact]
    public void The_page_is_committed()
    {
        var page = new StringBuilder(Head).Append('\n');
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
