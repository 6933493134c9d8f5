/** What a page needs before it is looked at. */
export interface PageUnderTest {
  /** The path as `src/routes.gen.ts` has it. */
  readonly route: string;
  /** Where it is opened; `{task}` and `{project}` are of the person who looks. */
  readonly at?: string;
  /** Seen by somebody who is not signed in. */
  readonly isPublic?: boolean;
}

/** Every page of the app: one line each. A test holds it against the router's own list. */
export const PAGES: readonly PageUnderTest[] = [
  { route: "/today" },
  { route: "/today", at: "/today?task={task}" },
  { route: "/inbox" },
  { route: "/upcoming" },
  { route: "/sign-in", isPublic: true },
  { route: "/sign-up", isPublic: true },
];

/** Routes that only lead on to another one. */
export const LEADS_ON: readonly string[] = ["/"];
