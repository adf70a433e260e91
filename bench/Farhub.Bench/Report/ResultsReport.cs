namespace Farhub.Bench.Report;

static class ResultsReport
{
    public static void Write() => throw new NotImplementedException();
}
