global using System.Text.Json;
global using Reintegration.Events.Events;
global using Reintegration.Events.Ledger;
global using Reintegration.Events.Server.Demo;
global using Reintegration.Events.Server.Tests.Support;
