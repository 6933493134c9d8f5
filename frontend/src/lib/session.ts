import type { SessionOut } from "@/api/schema.gen";
import { problemOf, Unreachable } from "./problem";
import { alone } from "./secure";

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

type Said = { kind: "access"; access: Access } | { kind: "gone"; by: Ender };

/** Who ended the session: its user, in some tab, or the server. */
export type Ender = "user" | "server";

/** Asked for early enough that a request under way does not outlive its token. */
const EARLY_MS = 20_000;
const LOCK = "rondel.refresh";

type Listener = (access: Access | null) => void;

/** Nobody is signed in, and no cookie says who was. */
export class SignedOut extends Error {
  constructor() {
    super("Nobody is signed in");
    this.name = "SignedOut";
  }
}

class Session {
  private access: Access | null = null;
  private ender: Ender | null = null;
  private isEndedHere = false;
  private isGone = false;
  private refreshing: Promise<Access> | null = null;
  private readonly listeners = new Set<Listener>();
  private readonly channel = new BroadcastChannel("rondel.session");

  constructor() {
    this.channel.onmessage = (event: MessageEvent<Said>) => {
      if (event.data.kind === "access") this.set(event.data.access);
      else this.drop(event.data.by);
    };
  }

  /** Who is signed in, as far as this tab knows without asking. */
  get current(): Access | null {
    return this.access;
  }

  /** Whether the server may know this browser, by a cookie of before: it was not asked yet. */
  get mayGoOn(): boolean {
    return this.access !== null || !this.isGone;
  }

  /** Who ended the last session that this tab had; null if it had none, or has one. */
  get endedBy(): Ender | null {
    return this.ender;
  }

  /** Whether it was this very tab in which its user signed out. */
  get endedHere(): boolean {
    return this.isEndedHere;
  }

  /** Called with every change; answers how to stop it. */
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
    this.set(access);
    this.say({ kind: "access", access });
    return access;
  }

  /** Nobody is signed in here any more, in no tab. */
  end(by: Ender): void {
    if (this.access !== null) this.isEndedHere = by === "user";
    this.drop(by);
    this.say({ kind: "gone", by });
  }

  private drop(by: Ender): void {
    this.isGone = true;
    if (this.access === null) return; // there is nobody to tell of it
    this.ender = by;
    this.set(null);
  }

  private async ask(): Promise<Access> {
    const response = await fetch("/api/auth/refresh", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
      // The next cookie has to arrive although the page is being left: without it, the next visit
      // comes with a token that was used already, which is taken for theft.
      keepalive: true,
    }).catch((error: unknown) => {
      throw new Unreachable(error);
    });
    if (response.ok) return this.begin((await response.json()) as SessionOut);
    if (response.status !== 401) throw await problemOf(response);
    this.end("server");
    throw new SignedOut();
  }

  private set(access: Access | null): void {
    if (access === this.access) return;
    this.access = access;
    if (access !== null) {
      this.ender = null;
      this.isEndedHere = false;
      this.isGone = false;
    }
    for (const listener of this.listeners) listener(access);
  }

  private say(said: Said): void {
    this.channel.postMessage(said);
  }
}

export const session = new Session();
