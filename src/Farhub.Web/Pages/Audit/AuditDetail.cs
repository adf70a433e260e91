namespace Farhub.Web.Pages.Audit;

/// <summary>One thing that a line of the audit says more.</summary>
/// <param name="Name">Of what; empty for a sentence.</param>
/// <param name="Before">What it was; null where there was none before, or nobody says.</param>
/// <param name="After">What it is, or the sentence.</param>
sealed record AuditDetail(string Name, string? Before, string After);
