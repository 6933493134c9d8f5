import type { ChannelCreate } from "@/api/schema.gen";

export type Kind = ChannelCreate["kind"];
export type ChannelField = "url" | "server" | "topic" | "token" | "chat_id";

interface KindOf {
  readonly fields: readonly ChannelField[];
  /** Those that may be left out. */
  readonly optional: readonly ChannelField[];
}

/** What has to be said of each kind of channel. */
export const KINDS: Readonly<Record<Kind, KindOf>> = {
  ntfy: { fields: ["topic", "server", "token"], optional: ["server", "token"] },
  telegram: { fields: ["token", "chat_id"], optional: [] },
  gotify: { fields: ["server", "token"], optional: [] },
  webhook: { fields: ["url"], optional: [] },
  apprise: { fields: ["url"], optional: [] },
};

export const KIND_NAMES = Object.keys(KINDS) as Kind[]; // the keys are its kinds
export const isSecret = (field: ChannelField): boolean => field === "token";
