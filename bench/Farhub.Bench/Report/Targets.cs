namespace Farhub.Bench.Report;

/// <summary>All targets, in the order of the report, and against whom each group compares.</summary>
static class Targets
{
    /// <summary>Half a byte a URB: an allocation for every URB would be 24 bytes at least; what is below came from elsewhere in the process.</summary>
    const double NoAllocation = 0.5;

    /// <summary>Whom each group's other sides are divided by. A group without an entry has nobody.</summary>
    public static IReadOnlyDictionary<string, string> References { get; } = new Dictionary<string, string>
    {
        ["kernel"] = "usbip_host",
        ["storage"] = "usbip_host",
        ["attach"] = "usbip attach",
        ["delay"] = "usbip_host",
        ["virtual"] = "vudc",
        ["limit"] = "limit",
        ["loopback"] = "limit",
        ["client"] = "load",
        ["fairness"] = "alone",
    };

    /// <summary>The targets.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        AtLeast("kernel", "IN 64 KiB depth 8", "MB/s", 1.30),
        AtLeast("kernel", "OUT 64 KiB depth 8", "MB/s", 1.40),
        AtLeast("kernel", "IN 64 KiB depth 1", "MB/s", 1.10),
        AtLeast("kernel", "OUT 64 KiB depth 1", "MB/s", 1.10),
        AtLeast("kernel", "IN 16 KiB depth 8", "MB/s", 1.15),
        AtLeast("kernel", "OUT 16 KiB depth 8", "MB/s", 1.15),
        AtLeast("kernel", "IN 1 KiB depth 8", "URB/s", 1.15),
        AtLeast("kernel", "OUT 1 KiB depth 8", "URB/s", 1.15),
        AtLeast("kernel", "IN 1 KiB depth 1", "URB/s", 0.95),
        AtLeast("kernel", "OUT 1 KiB depth 1", "URB/s", 0.95),
        AtLeast("kernel", "control", "URB/s", 0.95),
        AtMost("kernel", "IN 64 KiB depth 8", "CPU ms/MB", 0.80),
        AtMost("kernel", "OUT 64 KiB depth 8", "CPU ms/MB", 0.80),
        AtLeast("storage", "read 1 MiB", "MB/s", 1.10),
        AtLeast("storage", "write 1 MiB", "MB/s", 1.10),
        AtLeast("storage", "random 4 KiB *", "IOPS", 0.95),
        AtLeast("virtual", "IN *", "MB/s", 30),
        AtLeast("virtual", "OUT *", "MB/s", 30),
        AtLeast("virtual", "IN *", "URB/s", 30),
        AtLeast("virtual", "OUT *", "URB/s", 30),
        AtMost("attach", "attach until usable", "ms", 1.0),
        Value("attach", "60 attaches back to back", "failed", 0),

        Limit(AtLeast("limit", "IN 64 KiB depth 8", "MB/s", 0.90)),
        Limit(AtLeast("limit", "OUT 64 KiB depth 8", "MB/s", 0.90)),
        Limit(AtLeast("limit", "IN 1 MiB depth 8", "MB/s", 0.90)),
        Limit(AtLeast("limit", "OUT 1 MiB depth 8", "MB/s", 0.90)),
        Limit(AtMost("limit", "IN 64 B depth 1", "us p50", 1.15)),
        Limit(AtLeast("limit", "IN 64 B depth 32", "URB/s", 0.90)),
        Limit(AtMost("limit", "IN 64 KiB depth 8", "server CPU s/GB", 1.25)),
        Limit(AtMost("limit", "OUT 64 KiB depth 8", "server CPU s/GB", 1.25)),
        Value("loopback", "*", "B/URB allocated", NoAllocation),

        AtLeast("client", "*", "MB/s", 0.85) with { Side = "RemoteDevice*" },
        AtLeast("client", "*", "URB/s", 0.85) with { Side = "RemoteDevice*" },
        Value("client", "*", "B/URB allocated", NoAllocation) with { Side = "RemoteDevice" },
        Value("client", "*", "B/URB allocated", NoAllocation) with { Side = "RemoteDevice inline" },
        Value("client", "*", "B/URB allocated", NoAllocation) with { Side = "RemoteDevice blocking" },
        Value("codec", "after import: *", "B allocated", 0),

        Value("scale", "list all", "ms", 20),
        Value("scale", "memory a shared device", "KiB", 32),
        Value("scale", "memory a session*", "KiB", 64),
        Value("scale", "CPU idle", "%", 1),
        Value("scale", "report p99", "ms", 50),
        Value("start", "start to first reply", "ms", 150),
        Value("start", "memory at rest", "MiB", 40),
        AtLeast("fairness", "nine of ten", "MB/s", 0.98) with { Side = "one stalled" },
        AtLeast("fairness", "nine of ten", "MB/s", 0.98) with { Side = "one slow" },
        Value("managed", "decision", "ms p99", 1) with { Side = "SQLite" },
        Value("managed", "decision", "ms p99", 1) with { Side = "PostgreSQL" },
        Value("managed", "list of 1,000 shares", "ms", 100) with { Side = "SQLite" },
        Value("managed", "list of 1,000 shares", "ms", 100) with { Side = "PostgreSQL" },
        Value("managed", "memory", "MiB", 200) with { Side = "SQLite" },
        Value("managed", "memory", "MiB", 200) with { Side = "PostgreSQL" },
    ];

    static Target AtLeast(string group, string what, string unit, double bound) =>
        new(group, what, unit, Direction.AtLeast, bound) { Reference = References[group] };

    static Target AtMost(string group, string what, string unit, double bound) =>
        new(group, what, unit, Direction.AtMost, bound) { Reference = References[group] };

    static Target Value(string group, string what, string unit, double bound) => new(group, what, unit, Direction.AtMost, bound);

    /// <summary>The lab counts instructions and has no neighbours, so its figure decides; this machine's stands beside it.</summary>
    static Target Limit(Target target) => target with { Beside = "loopback" };
}
