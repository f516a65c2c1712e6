using System.Text.Json;
using System.Text.Json.Nodes;
using Reintegration.Events.Events;
using Reintegration.Events.Events.Governance;
using Reintegration.Events.Tests.Support;

namespace Reintegration.Events.Tests.Events;

/// <summary>The files of deploy/agencies say what AgencyEnrolled says, with the agency under the name <c>id</c>.</summary>
public class AgencyFileTests
{
    static readonly string Folder = Path.Combine(Golden.Root, "deploy/agencies");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void An_agency_file_is_a_right_enrolment_under_its_own_id(string file)
    {
        var written = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsObject();
        var facts = written.DeepClone().AsObject();
        facts.Remove("id");
        facts["agency"] = written["id"]!.GetValue<string>();
        var type = Catalog.Default.Find("reintegration.governance.agency-enrolled.v1");

        Assert.Empty(type.Validate(Some.Element(facts)));
        var enrolled = (AgencyEnrolled)type.Read(Some.Element(facts));
        Assert.Equal(Path.GetFileNameWithoutExtension(file), enrolled.Agency.Value);
        Assert.All(enrolled.FeedSeats, seat => Assert.Contains(seat.Purpose, enrolled.AuthorisedPurposes));
        Assert.All(enrolled.ProducesTypes ?? [], name => Assert.True(Catalog.Default.TryFind(name, out _)));
    }

    [Fact]
    public void Every_sector_has_an_agency()
    {
        var sectors = Directory.GetFiles(Folder, "*.json")
            .Select(file => JsonElement.Parse(File.ReadAllText(file)).GetProperty("sector").GetString()!).ToHashSet();

        Assert.Equal(EventJson.Words<Sector>().Order(), sectors.Order());
    }

    [Fact]
    public void No_client_speaks_for_two_agencies()
    {
        var clients = Directory.GetFiles(Folder, "*.json")
            .SelectMany(file => JsonElement.Parse(File.ReadAllText(file)).GetProperty("clientIds").EnumerateArray().Select(id => id.GetString()))
            .ToArray();

        Assert.Equal(clients.Length, clients.Distinct().Count());
    }
}
