global using System.Collections.Immutable;
global using Reintegration.Events.Events;
global using Reintegration.Events.Ledger;
