namespace Farhub.Web.Api;

/// <summary>Who may call an endpoint. Each role may what those before it may, the auditor's excepted: an auditor changes nothing.</summary>
public enum ApiAccess
{
    /// <summary>Whoever can reach the door.</summary>
    Nobody,
    /// <summary>Every user; what they see and may is theirs.</summary>
    User,
    /// <summary>Auditors, operators and admins: whoever may read everything.</summary>
    Reader,
    /// <summary>Operators and admins.</summary>
    Operator,
    /// <summary>Admins.</summary>
    Admin,
}
