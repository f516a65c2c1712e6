using Microsoft.AspNetCore.Authentication;

namespace Reintegration.Events.Server.Doors;

/// <summary>Which roles open a door, written once beside the door and listed in contracts/doors.txt.</summary>
/// <param name="Roles">Any one of these opens it; empty is any valid token.</param>
/// <param name="Anonymous">Open without a token.</param>
/// <param name="Late">The handler itself asks for the token, after size and syntax of the body (api.md, order of
/// checks).</param>
public sealed record DoorKeys(ImmutableArray<string> Roles, bool Anonymous = false, bool Late = false)
{
    public override string ToString() => Anonymous ? "anyone" : Roles.IsEmpty ? "any token" : string.Join(' ', Roles);
}

/// <summary>Puts keys on doors and checks them.</summary>
public static class Locks
{
    const string RequesterItem = "reintegration.requester";

    extension(RouteHandlerBuilder door)
    {
        public RouteHandlerBuilder OpenTo(params string[] roles) =>
            door.WithMetadata(new DoorKeys([.. roles])).AddEndpointFilter(Check);

        public RouteHandlerBuilder OpenToAnyToken() => door.OpenTo();

        public RouteHandlerBuilder OpenToAnyone() => door.WithMetadata(new DoorKeys([], Anonymous: true));

        /// <summary>The handler calls <see cref="Ask"/> after it has read the body.</summary>
        public RouteHandlerBuilder OpenLateTo(params string[] roles) =>
            door.WithMetadata(new DoorKeys([.. roles], Late: true));
    }

    extension(HttpContext context)
    {
        /// <summary>The requester that the lock let in.</summary>
        public Requester Requester => (Requester)context.Items[RequesterItem]!;

        /// <summary>Validates token and role of this door; null and a requester in place, or the refusal.</summary>
        public async Task<Problem?> Ask()
        {
            var keys = context.GetEndpoint()?.Metadata.GetMetadata<DoorKeys>();
            if (keys is null) return Problems.RoleNotAllowed;
            if (context.Request.Headers.Authorization.Count == 0) return Problems.TokenMissing;
            var ticket = await context.AuthenticateAsync();
            if (!ticket.Succeeded || Requester.From(ticket.Principal) is not { } requester)
                return Problems.TokenRefused;
            if (!keys.Roles.IsEmpty && !keys.Roles.Any(requester.Has)) return Problems.RoleNotAllowed;
            context.Items[RequesterItem] = requester;
            return null;
        }
    }

    static async ValueTask<object?> Check(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next) =>
        await invocation.HttpContext.Ask() is { } refusal ? Answer.Of(refusal) : await next(invocation);
}
