using Farhub.Control;
using Farhub.Control.State;
using Microsoft.AspNetCore.Components;

namespace Farhub.Web.Pages;

/// <summary>What all components of pages have: the visit they are shown in.</summary>
public abstract class PageComponent : ComponentBase
{
    /// <summary>The visit.</summary>
    [CascadingParameter]
    public PageVisit Visit { get; set; } = null!;

    /// <summary>The hub.</summary>
    protected ManagedHub Hub => Visit.Hub;

    /// <summary>What it knew when the page was begun.</summary>
    protected HubState State => Visit.State;
}
