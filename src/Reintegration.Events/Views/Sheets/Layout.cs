using System.Collections.Frozen;
using Reintegration.Events.Policy;

namespace Reintegration.Events.Views.Sheets;

/// <summary>The sections of one read model, and the fold by which disclosures become its sheet.</summary>
/// <remarks>INVARIANT: what no section names is not in the sheet, whatever is disclosed to the seat.</remarks>
public sealed class Layout
{
    readonly FrozenDictionary<string, ImmutableArray<Section>> _opened;
    readonly FrozenDictionary<string, ImmutableArray<(Section Section, Step Step)>> _carried;

    public Layout(params ImmutableArray<Section> sections)
    {
        Sections = sections;
        _opened = sections.SelectMany(section => section.Opens, (section, noun) => (section, noun))
            .GroupBy(open => open.noun).ToFrozenDictionary(
                same => same.Key, same => same.Select(open => open.section).ToImmutableArray());
        _carried = sections.SelectMany(section => section.Steps, (section, step) => (Section: section, Step: step))
            .GroupBy(carry => carry.Step.Noun).ToFrozenDictionary(same => same.Key, same => same.ToImmutableArray());
    }

    public ImmutableArray<Section> Sections { get; }

    /// <summary>Whether it can be in the sheet, or says something of what may be.</summary>
    public bool Takes(Disclosure disclosure) =>
        disclosure.Type is { } type && (disclosure.Relates is not null || Holds(Members.Noun(type)));

    bool Holds(string noun) => _opened.ContainsKey(noun) || _carried.ContainsKey(noun);

    public Sheet Fold(Sheet sheet, Disclosure disclosure)
    {
        if (disclosure.IsExistenceOnly) return Pointer(sheet, disclosure);
        var name = disclosure.Name.ToString()!;
        bool IsShown(string reference) => sheet.Seen.Contains(Sheet.Digest(reference));
        if (disclosure.Relates is { } relation) sheet = Remark(sheet, relation.Target.ToString(), disclosure, IsShown);
        var noun = Members.Noun(disclosure.Type!);
        if (Holds(noun)) sheet = Place(sheet, Statement.Of(disclosure, IsShown));
        return sheet with { Seen = sheet.Seen.Add(Sheet.Digest(name)), LastHeard = Hear(sheet, disclosure, name) };
    }

    /// <summary>
    /// Pointers of one owner and category are one line: how many there are is not known at this level.
    /// </summary>
    static Sheet Pointer(Sheet sheet, Disclosure disclosure)
    {
        var pointer = new OverviewPointer(disclosure.Owner.Value, disclosure.Category, disclosure.ContactDesk);
        return sheet.Exists.Contains(pointer) ? sheet : sheet with { Exists = sheet.Exists.Add(pointer) };
    }

    /// <summary>Applies a later word about a statement wherever the statement stands.</summary>
    Sheet Remark(Sheet sheet, string target, Disclosure remark, Func<string, bool> isShown)
    {
        foreach (var section in Sections.Where(section => sheet.Sections.ContainsKey(section.Name)))
        {
            var before = sheet.Of(section);
            var after = before.ConvertAll(matter => Remarks.On(matter, target, remark, isShown));
            if (!before.SequenceEqual(after, ReferenceEqualityComparer.Instance)) sheet = Put(sheet, section, after);
        }

        return sheet;
    }

    /// <summary>Of agencies that are said to be on the case: whoever else reported is nobody's to miss.</summary>
    static ImmutableSortedDictionary<string, Heard> Hear(Sheet sheet, Disclosure disclosure, string name) =>
        Members.Text(disclosure.RecordedAt) is { } at
        && sheet.Of(Parts.Agencies).Exists(place => place.Text("agency") == disclosure.Owner.Value)
            ? sheet.LastHeard.SetItem(disclosure.Owner.Value, new Heard(at, name))
            : sheet.LastHeard;

    Sheet Place(Sheet sheet, Statement statement)
    {
        if (_carried.TryGetValue(statement.Noun, out var carried))
            foreach (var (section, step) in carried) sheet = Carry(sheet, section, step, statement);
        if (_opened.TryGetValue(statement.Noun, out var opened))
            foreach (var section in opened.Where(section => section.Where?.Invoke(statement) != false))
                sheet = Put(sheet, section, sheet.Of(section).Add(new Matter { Opened = statement }));
        return sheet;
    }

    static Sheet Carry(Sheet sheet, Section section, Step step, Statement statement)
    {
        var matters = sheet.Of(section);
        var found = Find(matters, step, statement);
        foreach (var at in found)
            matters = matters.SetItem(at, matters[at] with { Then = matters[at].Then.Add(statement) });
        if (found.Count == 0)
        {
            if (!section.KeepsStrays) return sheet;
            matters = matters.Add(new Matter { Opened = statement });
        }

        return Put(sheet, section, matters);
    }

    /// <summary>Where the first link that finds any finds them: all, or the last, one that stands before any.</summary>
    static List<int> Find(ImmutableList<Matter> matters, Step step, Statement statement)
    {
        foreach (var link in step.Links)
        {
            var all = Enumerable.Range(0, matters.Count).Where(at => link(matters[at], statement)).ToList();
            if (all.Count == 0) continue;
            if (step.OfEach) return all;
            var standing = all.FindLastIndex(at => matters[at].Stands);
            return [all[standing < 0 ? ^1 : standing]];
        }

        return [];
    }

    static Sheet Put(Sheet sheet, Section section, ImmutableList<Matter> matters) =>
        sheet with { Sections = sheet.Sections.SetItem(section.Name, section.Settle(matters)) };
}
