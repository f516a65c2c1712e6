namespace Reintegration.Cedar;

/// <summary>The typing rules of the extension functions.</summary>
internal sealed class CallTypeChecker(TypeChecker checker)
{
    public Typing Check(Expr.Call call, Capabilities known)
    {
        if (!ExtensionFunctions.ByName.TryGetValue(call.Function, out var function))
            return checker.Fail(call, $"`{call.Function}` is not a function.");
        if (Problem(call, function) is { } problem)
        {
            checker.Fail(call, problem);
            foreach (var argument in call.Arguments)
                checker.Check(argument, known);
            return Typing.None;
        }

        var isTyped = true;
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            var wanted = CedarType.Of(function.Parameters[i]);
            isTyped &= checker.Expect(call.Arguments[i], known, wanted.ToString(), type => type == wanted) is not null;
        }

        return isTyped ? CedarType.Of(function.Result) : Typing.None;
    }

    private static string? Problem(Expr.Call call, ExtensionFunction function)
    {
        if (call.Arguments.Length != function.Parameters.Length)
            return $"Expected {function.Parameters.Length} arguments for `{function.Name}`, found {call.Arguments.Length}.";
        if (!function.IsConstructor)
            return null;
        // A constructor given a literal is checked now; given anything else it could fail later.
        if (call.Arguments[0] is not Expr.Literal literal)
            return $"Expected a literal as the argument of `{function.Name}`.";
        return literal.Value is StringValue && function.Compute(literal.Value, literal.Value) is null
            ? $"{literal} is not a valid {CedarType.Of(function.Result)}."
            : null;
    }
}
