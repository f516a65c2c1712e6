namespace Reintegration.Events.Views.Sheets;

/// <summary>Columns that sheets share.</summary>
public static class Columns
{
    public static readonly Column<Sheet> DisplayName = Text("displayName", Parts.Case, "displayName");

    public static readonly Column<Sheet> Lead = Column<Sheet>.Text("lead", LeadOf);

    /// <summary>The day of release as it is known, whether it has come or not.</summary>
    public static readonly Column<Sheet> ReleaseDay =
        Column<Sheet>.Date("releaseDay", sheet => Continuity.ReleaseDay(sheet)?.Day);

    public static readonly Column<Sheet> ReleasedAt = Date("releasedAt", Parts.Released, "at");

    /// <summary>A member of the latest matter of a section that stands.</summary>
    public static Column<Sheet> Text(string name, Section section, string member) =>
        Column<Sheet>.Text(name, sheet => sheet.Latest(section)?.Text(member));

    public static Column<Sheet> Date(string name, Section section, string member) =>
        Column<Sheet>.Date(name, sheet => sheet.Latest(section)?.Text(member));

    /// <summary>The earliest of a date among the matters of a section that stand.</summary>
    public static Column<Sheet> Next(string name, Section section, string member) => Column<Sheet>.Date(
        name, sheet => sheet.Standing(section).Select(matter => matter.Text(member)).OfType<string>()
            .Min(StringComparer.Ordinal));

    /// <summary>How many matters of a section stand.</summary>
    public static Column<Sheet> Count(string name, Section section) =>
        Column<Sheet>.Number(name, sheet => sheet.Standing(section).Count());

    /// <summary>The agency that opened the case, or the last that took it over in its own stream.</summary>
    static string? LeadOf(Sheet sheet)
    {
        if (sheet.Latest(Parts.Case) is not { } matter) return null;
        var taken = matter.Valid.LastOrDefault(said =>
            said.Noun == "lead-transferred" && said.Owner == said.Text("toAgency"));
        return (taken ?? matter.Opened).Owner;
    }
}
