namespace Reintegration.Cedar;

/// <summary>Writes expressions as Cedar text that reads back to an equal expression.</summary>
internal sealed class ExprPrinter
{
    // How tightly a form binds: an operand that binds less than its place asks for is put in brackets.
    private const int Lowest = 0;
    private const int Or = 1;
    private const int And = 2;
    private const int Relation = 3;
    private const int Sum = 4;
    private const int Product = 5;
    private const int Prefix = 6;
    private const int Member = 7;

    private readonly StringBuilder text = new();

    public static string Print(Expr expr)
    {
        var printer = new ExprPrinter();
        printer.Write(expr, Lowest);
        return printer.text.ToString();
    }

    internal static string Symbol(BinaryOperator op) => op switch
    {
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.In => "in",
        BinaryOperator.Contains => "contains",
        BinaryOperator.ContainsAll => "containsAll",
        BinaryOperator.ContainsAny => "containsAny",
        BinaryOperator.HasTag => "hasTag",
        BinaryOperator.GetTag => "getTag",
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "Unknown operator."),
    };

    private void Write(Expr expr, int place)
    {
        var binds = Binding(expr);
        if (binds < place)
            text.Append('(');
        WriteBare(expr);
        if (binds < place)
            text.Append(')');
    }

    private void WriteBare(Expr expr)
    {
        switch (expr)
        {
            case Expr.Literal literal:
                text.Append(literal.Value);
                break;
            case Expr.Var variable:
                text.Append(Name(variable.Variable));
                break;
            case Expr.Slot slot:
                text.Append('?').Append(Name(slot.Variable));
                break;
            case Expr.Unknown unknown:
                text.Append("unknown(").Append(Escapes.Quote(unknown.Name)).Append(')');
                break;
            case Expr.If choice:
                Infix(("if ", choice.Condition, Lowest), (" then ", choice.Then, Lowest), (" else ", choice.Else, Lowest));
                break;
            case Expr.And and:
                Infix(("", and.Left, And), (" && ", and.Right, Relation));
                break;
            case Expr.Or or:
                Infix(("", or.Left, Or), (" || ", or.Right, And));
                break;
            case Expr.Unary unary:
                WriteUnary(unary);
                break;
            case Expr.Binary binary:
                WriteBinary(binary);
                break;
            default:
                WriteRest(expr);
                break;
        }
    }

    private void WriteRest(Expr expr)
    {
        switch (expr)
        {
            case Expr.GetAttribute get:
                Write(get.Target, Member);
                text.Append(Words.IsIdentifier(get.Name) ? $".{get.Name}" : $"[{Escapes.Quote(get.Name)}]");
                break;
            case Expr.HasAttribute has:
                Write(has.Target, Sum);
                text.Append(" has ").Append(Words.IsIdentifier(has.Name) ? has.Name : Escapes.Quote(has.Name));
                break;
            case Expr.Like like:
                Write(like.Target, Sum);
                text.Append(" like ").Append(like.Pattern);
                break;
            case Expr.Is @is:
                Write(@is.Target, Sum);
                text.Append(" is ").Append(@is.EntityType);
                break;
            case Expr.Set set:
                List("[", set.Items, "]");
                break;
            case Expr.Record record:
                WriteRecord(record);
                break;
            case Expr.Call { Arguments: [var receiver, .. var rest] } call when IsMethod(call.Function):
                Write(receiver, Member);
                text.Append('.').Append(call.Function);
                List("(", rest, ")");
                break;
            case Expr.Call call:
                text.Append(call.Function);
                List("(", call.Arguments, ")");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(expr), expr.GetType(), "Unknown expression.");
        }
    }

    private void WriteUnary(Expr.Unary unary)
    {
        if (unary.Operator == UnaryOperator.IsEmpty)
        {
            Write(unary.Operand, Member);
            text.Append(".isEmpty()");
            return;
        }

        // Brackets after a sign: `--` chains are limited to four and a literal would swallow the sign.
        text.Append(unary.Operator == UnaryOperator.Not ? '!' : '-');
        var bare = unary.Operator == UnaryOperator.Not || unary.Operand is not Expr.Literal;
        Write(unary.Operand, bare ? Member : int.MaxValue);
    }

    private void WriteBinary(Expr.Binary binary)
    {
        var symbol = Symbol(binary.Operator);
        var (left, right) = binary.Operator switch
        {
            BinaryOperator.Add or BinaryOperator.Subtract => (Sum, Product),
            BinaryOperator.Multiply => (Product, Prefix),
            < BinaryOperator.Contains => (Sum, Sum),
            _ => (Member, Lowest),
        };
        if (left == Member)
        {
            Write(binary.Left, Member);
            text.Append('.').Append(symbol);
            List("(", [binary.Right], ")");
            return;
        }

        Infix(("", binary.Left, left), ($" {symbol} ", binary.Right, right));
    }

    private void WriteRecord(Expr.Record record)
    {
        text.Append('{');
        for (var i = 0; i < record.Attributes.Length; i++)
        {
            var (name, value) = record.Attributes[i];
            text.Append(i == 0 ? "" : ", ").Append(Escapes.Quote(name)).Append(": ");
            Write(value, Lowest);
        }

        text.Append('}');
    }

    private void Infix(params ReadOnlySpan<(string Before, Expr Operand, int Place)> parts)
    {
        foreach (var (before, operand, place) in parts)
        {
            text.Append(before);
            Write(operand, place);
        }
    }

    private void List(string open, ImmutableArray<Expr> items, string close)
    {
        text.Append(open);
        for (var i = 0; i < items.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Write(items[i], Lowest);
        }

        text.Append(close);
    }

    internal static string Name(Variable variable) => variable switch
    {
        Variable.Principal => "principal",
        Variable.Action => "action",
        Variable.Resource => "resource",
        _ => "context",
    };

    private static bool IsMethod(string function) =>
        ExtensionFunctions.ByName.TryGetValue(function, out var known) && known.IsMethod;

    private static int Binding(Expr expr) => expr switch
    {
        Expr.If => Lowest,
        Expr.Or => Or,
        Expr.And => And,
        Expr.HasAttribute or Expr.Like or Expr.Is => Relation,
        Expr.Binary binary => binary.Operator switch
        {
            BinaryOperator.Add or BinaryOperator.Subtract => Sum,
            BinaryOperator.Multiply => Product,
            < BinaryOperator.Contains => Relation,
            _ => Member,
        },
        Expr.Unary { Operator: not UnaryOperator.IsEmpty } => Prefix,
        Expr.Literal { Value: LongValue { Number: < 0 } } => Prefix,
        _ => Member,
    };
}
