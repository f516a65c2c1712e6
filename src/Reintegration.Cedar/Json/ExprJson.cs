using System.Text.Json;

namespace Reintegration.Cedar;

/// <summary>Writes expressions in the JSON form of policies, and knows the names its operators have there.</summary>
internal static class ExprJson
{
    public static BinaryOperator? Binary(string name)
    {
        foreach (var op in Enum.GetValues<BinaryOperator>())
        {
            if (ExprPrinter.Symbol(op) == name)
                return op;
        }

        return null;
    }

    public static void Write(Utf8JsonWriter writer, Expr expr)
    {
        writer.WriteStartObject();
        switch (expr)
        {
            case Expr.Literal literal:
                WriteLiteral(writer, literal.Value);
                break;
            case Expr.Var variable:
                writer.WriteString("Var", ExprPrinter.Name(variable.Variable));
                break;
            case Expr.Slot slot:
                writer.WriteString("Slot", $"?{ExprPrinter.Name(slot.Variable)}");
                break;
            case Expr.Unknown unknown:
                WriteArguments(writer, "unknown", [new Expr.Literal(unknown.Name)]);
                break;
            case Expr.If choice:
                WriteParts(
                    writer, "if-then-else", ("if", choice.Condition), ("then", choice.Then), ("else", choice.Else));
                break;
            case Expr.And and:
                WriteParts(writer, "&&", ("left", and.Left), ("right", and.Right));
                break;
            case Expr.Or or:
                WriteParts(writer, "||", ("left", or.Left), ("right", or.Right));
                break;
            case Expr.Unary unary:
                WriteParts(writer, Symbol(unary.Operator), ("arg", unary.Operand));
                break;
            case Expr.Binary binary:
                WriteParts(writer, ExprPrinter.Symbol(binary.Operator), ("left", binary.Left), ("right", binary.Right));
                break;
            case Expr.Call call:
                WriteArguments(writer, call.Function, call.Arguments);
                break;
            default:
                WriteRest(writer, expr);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteRest(Utf8JsonWriter writer, Expr expr)
    {
        switch (expr)
        {
            case Expr.GetAttribute get:
                WriteWith(writer, ".", get.Target, () => writer.WriteString("attr", get.Name));
                break;
            case Expr.HasAttribute has:
                WriteWith(writer, "has", has.Target, () => writer.WriteString("attr", has.Name));
                break;
            case Expr.Is test:
                WriteWith(writer, "is", test.Target, () => writer.WriteString("entity_type", test.EntityType));
                break;
            case Expr.Like like:
                WriteWith(writer, "like", like.Target, () => WritePattern(writer, like.Pattern));
                break;
            case Expr.Set set:
                WriteArguments(writer, "Set", set.Items);
                break;
            case Expr.Record record:
                writer.WriteStartObject("Record");
                foreach (var (name, value) in record.Attributes)
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(expr), expr.GetType(), "Unknown expression.");
        }
    }

    private static string Symbol(UnaryOperator op) => op switch
    {
        UnaryOperator.Not => "!",
        UnaryOperator.Negate => "neg",
        _ => "isEmpty",
    };

    /// <summary>An extension value has no JSON literal; the call that makes it stands for it.</summary>
    private static void WriteLiteral(Utf8JsonWriter writer, Value value)
    {
        if (value.Kind > ValueKind.Record)
        {
            var call = PolicyParser.ParseExpression(value.ToString()!);
            WriteArguments(writer, ((Expr.Call)call).Function, ((Expr.Call)call).Arguments);
            return;
        }

        writer.WritePropertyName("Value");
        ValueWriter.Write(writer, value);
    }

    private static void WriteParts(
        Utf8JsonWriter writer, string name, params ReadOnlySpan<(string Name, Expr Expr)> parts)
    {
        writer.WriteStartObject(name);
        foreach (var part in parts)
        {
            writer.WritePropertyName(part.Name);
            Write(writer, part.Expr);
        }

        writer.WriteEndObject();
    }

    private static void WriteWith(Utf8JsonWriter writer, string name, Expr left, Action writeRest)
    {
        writer.WriteStartObject(name);
        writer.WritePropertyName("left");
        Write(writer, left);
        writeRest();
        writer.WriteEndObject();
    }

    private static void WriteArguments(Utf8JsonWriter writer, string name, ImmutableArray<Expr> arguments)
    {
        writer.WriteStartArray(name);
        foreach (var argument in arguments)
            Write(writer, argument);
        writer.WriteEndArray();
    }

    private static void WritePattern(Utf8JsonWriter writer, Pattern pattern)
    {
        writer.WriteStartArray("pattern");
        for (var i = 0; i < pattern.Pieces.Count; i++)
        {
            if (i > 0)
                writer.WriteStringValue("Wildcard");
            if (pattern.Pieces[i].Length == 0)
                continue;
            writer.WriteStartObject();
            writer.WriteString("Literal", pattern.Pieces[i]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
