import { m } from "./messages";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** Who did something: “you”, or what the log says with ids as short as people can tell apart. */
export function sayActor(actor: string, ownId: string): string {
  return actor.includes(ownId) ? m.you : shortIds(actor);
}

/** A text with the ends of its ids: their beginnings are the time, which many share. */
export const shortIds = (text: string): string => text.replace(UUID, (id) => `…${id.slice(-8)}`);
