using Farhub;
using Farhub.Commands;
using Farhub.Rendering;

using StopSignals signals = new();
Screen screen = Screen.OfProcess();
return (int)await FarhubProgram.RunAsync(args, screen, new CommandHandlers(screen), new KnownValues(), signals.Token);
