namespace Reintegration.Cedar.Tests.EntityStore;

public sealed class EntitiesTests
{
    private static readonly EntityUid Child = EntityUid.Parse("G::\"child\"");
    private static readonly EntityUid Parent = EntityUid.Parse("G::\"parent\"");
    private static readonly EntityUid Top = EntityUid.Parse("G::\"top\"");

    [Fact]
    public void Membership_goes_through_any_number_of_steps_and_holds_for_oneself()
    {
        var store = Entities.Of(new Entity(Child, null, Parent), new Entity(Parent, null, Top));
        Assert.True(store.IsIn(Child, Top));
        Assert.True(store.IsIn(Top, Top));
        Assert.False(store.IsIn(Top, Child));
    }

    [Fact]
    public void An_overlaid_entity_gets_the_ancestors_of_its_parents()
    {
        var store = Entities.Of(new Entity(Parent, null, Top));
        Assert.True(store.With(new Entity(Child, null, Parent)).IsIn(Child, Top));
        Assert.False(store.IsIn(Child, Top));
    }

    [Fact]
    public void Overlaying_a_parent_changes_what_its_children_are_in()
    {
        var store = Entities.Of(new Entity(Child, null, Parent));
        Assert.False(store.IsIn(Child, Top));
        Assert.True(store.With(new Entity(Parent, null, Top)).IsIn(Child, Top));
    }

    [Fact]
    public void An_overlaid_entity_replaces_the_one_before_it()
    {
        var store = Entities.Of(new Entity(Child, Value.Record(("a", 1L)), Parent));
        var replaced = store.With(new Entity(Child, Value.Record(("a", 2L))));
        Assert.True(replaced.TryGet(Child, out var entity));
        Assert.Equal(Value.Of(2L), entity.Attributes.Find("a"));
        Assert.False(replaced.IsIn(Child, Parent));
        Assert.Single(replaced);
    }

    [Fact]
    public void A_circle_and_a_contradiction_are_refused()
    {
        Assert.Throws<ArgumentException>(
            () => Entities.Of(new Entity(Child, null, Parent), new Entity(Parent, null, Child)));
        Assert.Throws<ArgumentException>(
            () => Entities.Of(new Entity(Child), new Entity(Child, Value.Record(("a", 1L)))));
        Assert.Single(Entities.Of(new Entity(Child), new Entity(Child)));
        var store = Entities.Of(new Entity(Child, null, Parent));
        Assert.Throws<ArgumentException>(() => store.With(new Entity(Parent, null, Child)));
    }
}
