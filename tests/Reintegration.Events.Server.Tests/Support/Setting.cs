using System.Globalization;

namespace Reintegration.Events.Server.Tests.Support;

/// <summary>How long a test goes on, and from which seed: from the environment, or the short mode.</summary>
static class Setting
{
    public static int Of(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : standard;
}
