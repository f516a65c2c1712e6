using System.Globalization;
using System.Text;

namespace Reintegration.Events.Events;

/// <summary>One thing wrong with what was sent: where, and what was expected there.</summary>
/// <param name="Pointer">JSON Pointer (RFC 6901) from the event's top: <c>/data/facts/needs/0/domain</c>.</param>
/// <param name="Message">What is expected. It never repeats the value: an answer must not carry case data.</param>
public sealed record SchemaError(string Pointer, string Message);

/// <summary>The way from the top of an event down to the value being checked, and the errors met on it.</summary>
/// <remarks>Pointers are written out only when there is an error to point at; a right event costs no text.</remarks>
sealed class Trail(string start)
{
    readonly List<(string? Name, int Index)> _steps = [];
    readonly List<SchemaError> _errors = [];

    public IReadOnlyList<SchemaError> Errors => _errors;
    public bool IsFull => _errors.Count >= Limits.ErrorsReported;

    public void Enter(string name) => _steps.Add((name, 0));
    public void Enter(int index) => _steps.Add((null, index));
    public void Leave() => _steps.RemoveAt(_steps.Count - 1);

    public void Expect(string message)
    {
        if (!IsFull) _errors.Add(new SchemaError(Pointer(), message));
    }

    string Pointer()
    {
        var text = new StringBuilder(start);
        foreach (var (name, index) in _steps)
        {
            text.Append('/');
            if (name is null) text.Append(index.ToString(CultureInfo.InvariantCulture));
            else text.Append(Escape(Cut(name)));
        }

        return text.ToString();
    }

    static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    static string Cut(string name) =>
        name.Length <= Limits.PointerNameLength ? name : name[..Limits.PointerNameLength] + "…";
}
