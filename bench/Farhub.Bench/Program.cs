using System.CommandLine;
using Farhub.Bench;

RootCommand root = BenchCommands.Create();
return await root.Parse(args).InvokeAsync();
