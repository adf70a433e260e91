using Farhub;
using Farhub.CommandLine;
using Farhub.Rendering;

using StopSignals signals = new();
return (int)await FarhubProgram.RunAsync(args, Screen.OfProcess(), null!, null!, signals.Token);
