using System.Text.Json;
using Reintegration.Events.Events;

namespace Reintegration.Events.Tests.Events;

public class CatalogTests
{
    public static TheoryData<string> TypeNames => [.. Catalog.Default.All.Select(type => type.Name)];

    [Fact]
    public void Every_type_of_the_first_house_is_found_in_ordinal_order()
    {
        var names = Catalog.Default.All.Select(type => type.Name).ToArray();

        Assert.True(names.Length >= 23);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void An_example_is_valid_and_reads_back_to_itself(string name)
    {
        var type = Catalog.Default.Find(name);

        Assert.Empty(type.Validate(type.Example));
        var written = JsonSerializer.SerializeToElement(type.Read(type.Example), type.ClrType, EventJson.Options);
        Assert.True(JsonElement.DeepEquals(type.Example, written));
    }
}
