using Farhub;
using Farhub.Commands;
using Farhub.Hosting;
using Farhub.Rendering;

Malloc.ReturnLargePieces();
using StopSignals signals = new();
Screen screen = Screen.OfProcess();
return (int)await FarhubProgram.RunAsync(args, screen, new CommandHandlers(screen), new KnownValues(), signals.Token);
