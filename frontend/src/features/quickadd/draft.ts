import { session } from "@/lib/session";
import { tabStorage } from "@/lib/storage";
import { EMPTY, joined, type Note } from "./note";

/** What somebody had begun to write in this tab is there the next time they add something. */
const keyOf = (userId: string): string => `rondel.quick-add.${userId}`;

/** The text that was kept; nothing if there is none, or if it cannot be read. */
export function draftOf(userId: string): Note {
  const kept = tabStorage.get(keyOf(userId));
  if (kept === null) return EMPTY;
  try {
    const found: unknown = JSON.parse(kept);
    return isNote(found) ? { ...EMPTY, ...found } : EMPTY;
  } catch {
    return EMPTY; // an older version of the app wrote it otherwise
  }
}

function isNote(found: unknown): found is Partial<Note> & Pick<Note, "text"> {
  return typeof found === "object" && found !== null && "text" in found;
}

/** It is kept for the next time; an empty one is forgotten. */
export function keepDraft(userId: string, note: Note): void {
  if (session.endedBy === "user") return; // the box closes after that
  const { kept: _, ...rest } = note;
  tabStorage.set(keyOf(userId), note.text.trim() === "" ? null : JSON.stringify(rest));
}

/** It is kept above what is kept already. */
export function addToDraft(userId: string, note: Note): void {
  keepDraft(userId, joined(note, draftOf(userId)));
}
