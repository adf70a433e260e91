using Farhub.Fuzz;
using Farhub.Fuzz.Targets;

// A new target is a class and a line here.
IFuzzTarget[] targets = [new CodecTarget(), new HubInputTarget(), new SessionTarget(), new ClientInputTarget(), new DescriptorTarget()];

if (FuzzOptions.Parse(args, out string? problem) is not { } options)
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(FuzzOptions.Usage);
    Console.Error.WriteLine($"Targets: {string.Join(", ", targets.Select(t => t.Name))}");
    return 2;
}
if (options.Target is not null) targets = [.. targets.Where(t => t.Name == options.Target)];
if (targets.Length == 0)
{
    Console.Error.WriteLine($"There is no target '{options.Target}'.");
    return 2;
}
return targets.All(target => new FuzzRun(target, options, options.Time / targets.Length).Run()) ? 0 : 1;
