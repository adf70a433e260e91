using Farhub.Web.Api;

namespace Farhub.Web.Pages.People;

/// <summary>Pages of this folder.</summary>
static class PeoplePages
{
    internal static IReadOnlyList<Page> All { get; } =
    [
        new("/users", ApiAccess.Reader, "People", typeof(UsersPage)) { Section = "users" },
        new("/users/new", ApiAccess.Admin, "New user", typeof(NewUserPage)) { Section = "users" },
        new("/users/{name}", ApiAccess.Reader, "User", typeof(UserPage)) { Section = "users" },
        new("/groups", ApiAccess.Reader, "Groups", typeof(GroupsPage)) { Section = "users" },
        new("/groups/new", ApiAccess.Admin, "New group", typeof(NewGroupPage)) { Section = "users" },
        new("/groups/{name}", ApiAccess.Reader, "Group", typeof(GroupPage)) { Section = "users" },
        new("/tokens", ApiAccess.Reader, "Tokens", typeof(TokensPage)) { Section = "users" },
    ];
}
