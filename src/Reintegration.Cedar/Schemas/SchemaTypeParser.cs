namespace Reintegration.Cedar;

/// <summary>Reads types, names and annotations of the human-readable schema form.</summary>
internal sealed class SchemaTypeParser(TokenStream tokens)
{
    public RawType Parse() => tokens.Nested(ParseNested);

    public RawType.Record ParseRecord()
    {
        tokens.Expect("{", "before the attributes");
        return new RawType.Record(tokens.CommaList("}", ParseAttribute, "in the attributes"));
    }

    /// <summary>A context is a record or the name of one.</summary>
    public RawType ParseContext() =>
        tokens.Current.Is("{")
            ? ParseRecord()
            : new RawType.Named(ExpectPath("a record or the name of one"), NameKinds.Common);

    public string ExpectIdentifier(string what)
    {
        if (tokens.Current.Kind != TokenKind.Identifier)
            throw tokens.Unexpected(what);
        if (Words.IsReserved(tokens.Current.Text))
            throw tokens.Error(tokens.Current, $"`{tokens.Current.Text}` is a reserved word. Expected {what}.");
        return tokens.Take().Text;
    }

    /// <summary>
    /// The name of an attribute or an action: any text in quotes, or an identifier; <c>__cedar</c> will do.
    /// </summary>
    public string ExpectName(string what)
    {
        if (tokens.Current.Kind == TokenKind.String)
            return tokens.ExpectString(what);
        return tokens.Current.Is("__cedar") ? tokens.Take().Text : ExpectIdentifier(what);
    }

    /// <summary>Identifiers joined by <c>::</c>; <c>__cedar</c> may stand first, for the built-in types.</summary>
    public string ExpectPath(string what, bool stopBeforeString = false)
    {
        var path = tokens.Current.Is("__cedar") ? tokens.Take().Text : ExpectIdentifier(what);
        while (tokens.Current.Is("::") && !(stopBeforeString && tokens.Peek(1).Kind == TokenKind.String))
        {
            tokens.Take();
            path = $"{path}::{ExpectIdentifier(what)}";
        }

        return path;
    }

    /// <summary>Annotations carry no meaning, but one may not stand twice on the same thing.</summary>
    public void SkipAnnotations()
    {
        var seen = new HashSet<string>();
        while (tokens.TryTake("@"))
        {
            var name = tokens.Current;
            if (name.Kind != TokenKind.Identifier)
                throw tokens.Unexpected("the name of an annotation after `@`");
            tokens.Take();
            if (tokens.TryTake("("))
            {
                tokens.ExpectString("the annotation's value in quotes");
                tokens.Expect(")", "after the annotation's value");
            }

            if (!seen.Add(name.Text))
                throw tokens.Error(name, $"The annotation `@{name.Text}` stands twice. Expected each at most once.");
        }
    }

    private RawType ParseNested()
    {
        if (tokens.Current.Is("{"))
            return ParseRecord();
        if (!tokens.Current.Is("Set") || !tokens.Peek(1).Is("<"))
            return new RawType.Named(ExpectPath("a type"), NameKinds.Either);
        tokens.Take();
        tokens.Take();
        var element = Parse();
        tokens.Expect(">", "after the type of the elements");
        return new RawType.Set(element);
    }

    private RawAttribute ParseAttribute()
    {
        SkipAnnotations();
        var name = ExpectName("the name of an attribute");
        var isOptional = tokens.TryTake("?");
        tokens.Expect(":", "after the name of the attribute");
        return new RawAttribute(name, Parse(), !isOptional);
    }
}
