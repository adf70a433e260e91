using System.Net;
using Farhub.Control;
using Farhub.Control.Access;
using Farhub.Control.Accounts;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Web.Api;
using Farhub.Web.Pages.Live;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Pages;

/// <summary>One look at a page: who looks, at what, and what has come of the form they have just sent. Components get it as a cascading value.</summary>
public sealed class PageVisit
{
    readonly HttpContext _context;

    internal PageVisit(HttpContext context, ManagedHub hub, TrafficLog traffic, Page page, Identity? identity, DateTimeOffset now)
    {
        (_context, Hub, Traffic, Page, Identity, Now) = (context, hub, traffic, page, identity, now);
        Address = ApiRequest.AddressOf(context);
        Snapshot = hub.Registry.Current;
    }

    /// <summary>The hub.</summary>
    public ManagedHub Hub { get; }

    /// <summary>What was carried lately.</summary>
    internal TrafficLog Traffic { get; }

    /// <summary>The page.</summary>
    public Page Page { get; }

    /// <summary>Who looks; null before they have logged in.</summary>
    public Identity? Identity { get; }

    /// <summary>Where they are.</summary>
    public IPAddress Address { get; }

    /// <summary>When.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>What the hub knew when the page was begun: one moment for the whole page.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>The same, without what is compiled of it.</summary>
    public HubState State => Snapshot.State;

    /// <summary>Who looks, where somebody has to.</summary>
    public string User => Identity!.User;

    /// <summary>True for whoever may see everything.</summary>
    public bool IsReader => Identity?.Role >= Role.Auditor;

    /// <summary>True for operators and admins.</summary>
    public bool IsOperator => Identity?.Role >= Role.Operator;

    /// <summary>True for admins.</summary>
    public bool IsAdmin => Identity?.Role == Role.Admin;

    /// <summary>Where the page is, with its query: where its forms are sent to.</summary>
    public string Here => _context.Request.Path + _context.Request.QueryString;

    /// <summary>How they reach the hub: the host name of the address line, without a port.</summary>
    public string HostName => _context.Request.Host.Host;

    /// <summary>The hub's address as it stands in the address line: <c>https://hub:3243</c>.</summary>
    public string BaseAddress => $"{_context.Request.Scheme}://{_context.Request.Host}";

    /// <summary>The form that was sent and not simply done: what failed, or what has an answer to show. Null otherwise.</summary>
    public SentForm? Sent { get; internal set; }

    /// <summary>What to say about what was done just before; null for nothing.</summary>
    public string? Notice { get; internal set; }

    /// <summary>True while the page may be fetched again to show what has changed: not when it shows something only once.</summary>
    public bool IsLive => Sent is null && Identity is not null && (Page.StillBy is null || Query(Page.StillBy) is null);

    /// <summary>A part of the path.</summary>
    public string Route(string name) => (string?)_context.Request.RouteValues[name] ?? "";

    /// <summary>A parameter of the query; null when it is not there or empty.</summary>
    public string? Query(string name) => _context.Request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;

    /// <summary>Whether they may know of a share.</summary>
    public bool MaySee(string share) => Sight.MaySee(Snapshot, Identity!, Address, share, Now);

    /// <summary>What access control says of them and a share, proofs left aside.</summary>
    public Decision Ask(string share) => AccessPolicy.Decide(Snapshot, new Question(share, User, Address, Now) { IgnoresProof = true });

    /// <summary>What access control says of them and a share as they are, with nothing proved.</summary>
    public Decision AskPlainly(string share) => AccessPolicy.Decide(Snapshot, new Question(share, User, Address, Now));

    /// <summary>Why a share has no device, as far as they may know; null when it has.</summary>
    public string? ProblemOf(string share) => ShareState.ProblemOf(Hub, share, IsReader);

    /// <summary>For what is not there, or not for them.</summary>
    public static ControlException NotFound(string what) => new(ControlFailure.NotFound, what);
}
