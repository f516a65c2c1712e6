return await Reintegration.Events.Server.Launch.Run(args);
