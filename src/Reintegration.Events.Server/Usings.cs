global using System.Collections.Immutable;
global using System.Text.Json;
global using Reintegration.Events.Events;
global using Reintegration.Events.Ledger;
global using Reintegration.Events.Policy;
global using Reintegration.Events.Postgres;
global using Reintegration.Events.Server.Doors;
