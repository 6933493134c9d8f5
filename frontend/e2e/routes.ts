/** What a page needs before it is looked at. */
export interface PageUnderTest {
  /** The path as `src/routes.gen.ts` has it. */
  readonly route: string;
  /** Where it is opened; names in braces are ids of what the person who looks has. */
  readonly at?: string;
  /** Seen by somebody who is not signed in. */
  readonly isPublic?: boolean;
  /** Seen as it is by administrators alone; others are told so at the address. */
  readonly isForAdmins?: boolean;
}

/** Every page of the app: one line each. A test holds it against the router's own list. */
export const PAGES: readonly PageUnderTest[] = [
  { route: "/today" },
  { route: "/today", at: "/today?task={task}" },
  { route: "/inbox" },
  { route: "/upcoming" },
  { route: "/calendar" },
  { route: "/calendar", at: "/calendar?view=week" },
  { route: "/chat" },
  { route: "/deliveries" },
  { route: "/filters/$filterId", at: "/filters/{filter}" },
  { route: "/filters/new" },
  { route: "/labels/$labelId", at: "/labels/{label}" },
  { route: "/log" },
  { route: "/log", at: "/log?tab=skipped" },
  { route: "/log", at: "/log?tab=missed" },
  { route: "/more" },
  { route: "/projects" },
  { route: "/projects/$projectId", at: "/projects/{project}" },
  { route: "/projects/$projectId", at: "/projects/{project}?view=board" },
  { route: "/search", at: "/search?q=rent" },
  { route: "/settings" },
  { route: "/settings/account" },
  { route: "/settings/data" },
  { route: "/settings/data", at: "/settings/data?feed={filter}" },
  { route: "/settings/notifications" },
  { route: "/settings/profile" },
  { route: "/settings/security" },
  { route: "/settings/tokens" },
  { route: "/settings/webhooks" },
  { route: "/tasks/$taskId/history", at: "/tasks/{task}/history" },
  { route: "/tasks/$taskId/schedule", at: "/tasks/{task}/schedule" },
  { route: "/trash" },
  { route: "/ops/$", at: "/ops" },
  { route: "/admin/$", at: "/admin/users" },
  { route: "/ops/$", at: "/ops", isForAdmins: true },
  { route: "/ops/$", at: "/ops/dead-letters", isForAdmins: true },
  { route: "/ops/$", at: "/ops/dead-letters?state=discarded&user={me}", isForAdmins: true },
  { route: "/ops/$", at: "/ops/dead-letters/{letter}", isForAdmins: true },
  { route: "/ops/$", at: "/ops/redrives", isForAdmins: true },
  { route: "/ops/$", at: "/ops/schedules", isForAdmins: true },
  { route: "/ops/$", at: "/ops/timeline", isForAdmins: true },
  { route: "/ops/$", at: "/ops/timeline?of=user&id={me}", isForAdmins: true },
  { route: "/ops/$", at: "/ops/audit", isForAdmins: true },
  { route: "/admin/$", at: "/admin/users", isForAdmins: true },
  { route: "/admin/$", at: "/admin/users/{me}", isForAdmins: true },
  { route: "/admin/$", at: "/admin/invitations", isForAdmins: true },
  { route: "/admin/$", at: "/admin/audit", isForAdmins: true },
  { route: "/admin/$", at: "/admin/settings", isForAdmins: true },
  { route: "/status", isPublic: true },
  { route: "/sign-in", isPublic: true },
  { route: "/sign-up", isPublic: true },
];

/** Routes that only lead on to another one. */
export const LEADS_ON: readonly string[] = ["/", "/tasks", "/tasks/$taskId"];
