import type { SessionOut } from "@/api/schema.gen";
import { problemOf, Unreachable } from "./problem";
import { alone } from "./secure";
import { browserStorage, DEVICE } from "./storage";

/**
 * Who is signed in, in every tab of this browser.
 *
 * The access token is in memory only; the refresh token is in a cookie that no script can read
 * (ADR 0010). One tab at a time refreshes, under a Web Lock, and tells the others.
 */
export interface Access {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly userId: string;
}

/** Who ended the session: its user, in some tab, or the server. */
export type Ender = "user" | "server";

/** `worn` is the token that the server would not renew: who has a newer one stays. */
type Said =
  | { kind: "access"; access: Access }
  | { kind: "gone"; by: "user" }
  | { kind: "gone"; by: "server"; worn: string | null };

/** Asked for early enough that a request under way does not outlive its token. */
const EARLY_MS = 20_000;
/** Other tabs wait for the one that asks, so it does not wait for ever. */
const PATIENCE_MS = 20_000;
const LOCK = "rondel.refresh";

type Listener = (access: Access | null, before: Access | null) => void;

/** Nobody is signed in, and no cookie says who was. */
export class SignedOut extends Error {
  constructor() {
    super("Nobody is signed in");
    this.name = "SignedOut";
  }
}

export class Session {
  private access: Access | null = null;
  private isKnown = false;
  private ender: Ender | null = null;
  private isEndedHere = false;
  private refreshing: Promise<Access> | null = null;
  private readonly listeners = new Set<Listener>();
  private readonly channel = new BroadcastChannel("rondel.session");

  constructor() {
    this.channel.onmessage = (event: MessageEvent<Said>) => this.hear(event.data);
  }

  /** Who is signed in, as far as this tab knows without asking. */
  get current(): Access | null {
    return this.access;
  }

  /** Whether the server may know this browser, by a cookie of before: it was not asked yet. */
  get mayGoOn(): boolean {
    return this.access !== null || (!this.isKnown && browserStorage.get(DEVICE.known) !== null);
  }

  /** Who ended the last session that this tab had; null if it had none, or has one. */
  get endedBy(): Ender | null {
    return this.ender;
  }

  /** Whether it was this very tab in which its user signed out. */
  get endedHere(): boolean {
    return this.isEndedHere;
  }

  /** Called with every change, and when it turns out that nobody is; answers how to stop it. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * A token that is good now.
   *
   * Throws SignedOut, Problem or Unreachable.
   */
  async token(): Promise<string> {
    const access = this.access;
    if (access !== null && Date.now() < access.expiresAt - EARLY_MS) return access.token;
    return (await this.refresh(access)).token;
  }

  /** The next token; `worn` is the one that was refused or is about to end. */
  refresh(worn: Access | null): Promise<Access> {
    this.refreshing ??= alone(LOCK, async () => {
      const access = this.access; // another tab may have been first
      return access !== null && access.token !== worn?.token ? access : await this.ask();
    }).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  /** This tab and the others go on as the user of this answer. */
  begin(session: SessionOut): Access {
    const access = {
      token: session.access_token,
      expiresAt: Date.now() + session.expires_in * 1000,
      userId: session.user.id,
    };
    browserStorage.set(DEVICE.owed, null); // the cookie is another one now
    browserStorage.set(DEVICE.known, access.userId);
    this.set(access);
    this.say({ kind: "access", access });
    return access;
  }

  /** Nobody is signed in here any more, in no tab. */
  end(by: Ender): void {
    const worn = this.access?.token ?? null;
    if (this.access !== null) this.isEndedHere = by === "user";
    this.drop(by);
    this.say(by === "user" ? { kind: "gone", by } : { kind: "gone", by, worn });
  }

  /** As `end`, where the server could not be told: it is told before anything else is asked. */
  endWithoutServer(): void {
    browserStorage.set(DEVICE.owed, "yes");
    this.end("user");
  }

  private async ask(): Promise<Access> {
    if (browserStorage.get(DEVICE.owed) !== null) await this.payDebt();
    const response = await this.post("/api/auth/refresh");
    const isNobody = response.status === 204; // no cookie, which is no error
    if (response.ok && !isNobody) return this.begin(await read(response));
    if (!isNobody && response.status !== 401) throw await problemOf(response);
    this.end("server");
    throw new SignedOut();
  }

  private async payDebt(): Promise<never> {
    const response = await this.post("/api/auth/sign-out");
    if (!response.ok && response.status !== 401) throw await problemOf(response);
    browserStorage.set(DEVICE.owed, null);
    this.end("user");
    throw new SignedOut();
  }

  private post(path: string): Promise<Response> {
    return fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
      // The next cookie has to arrive although the page is being left: without it, the next visit
      // comes with a token that was used already, which is taken for theft.
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((error: unknown) => {
      throw new Unreachable(error);
    });
  }

  private hear(said: Said): void {
    if (said.kind === "access") {
      this.set(said.access);
      return;
    }
    const isNewer = said.by === "server" && this.access !== null && this.access.token !== said.worn;
    if (!isNewer) this.drop(said.by);
  }

  private drop(by: Ender): void {
    if (this.access !== null) this.ender = by;
    browserStorage.set(DEVICE.known, null);
    this.set(null);
  }

  private set(access: Access | null): void {
    const before = this.access;
    if (access === before && this.isKnown) return;
    this.access = access;
    this.isKnown = true;
    if (access !== null) {
      this.ender = null;
      this.isEndedHere = false;
    }
    for (const listener of this.listeners) listener(access, before);
  }

  private say(said: Said): void {
    this.channel.postMessage(said);
  }
}

async function read(response: Response): Promise<SessionOut> {
  return response.json().catch((error: unknown) => {
    throw new Unreachable(error);
  });
}

export const session = new Session();
