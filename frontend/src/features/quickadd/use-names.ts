import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { labelsOptions } from "@/api/labels/list-labels";
import { projectsOptions } from "@/api/projects/list-projects";
import { isWhole, type Mention, mentionAt, namesFor } from "./mention";
import type { Note } from "./note";
import { overlap } from "./places";

/** Names that fit what is being written behind # or @, as a list that keys go through. */
export interface Names {
  readonly listId: string;
  readonly mention: Mention | null;
  /** Empty if nothing is offered. */
  readonly names: readonly string[];
  /** The place of the marked one; -1 if none is. */
  readonly at: number;
  readonly mark: (at: number) => void;
  /** Nothing more is offered for this word. */
  readonly close: () => void;
}

const NONE: readonly string[] = [];

/** What can be offered where something was typed just now; `caret` is null after anything else. */
export function useNames(note: Note, caret: number | null): Names {
  const listId = useId();
  const { data: projects = [] } = useQuery(projectsOptions());
  const { data: labels = [] } = useQuery(labelsOptions());
  const [closed, setClosed] = useState<number | null>(null);
  const [marked, setMarked] = useState<{ readonly for: string; readonly at: number } | null>(null);
  const mention = caret === null ? null : mentionAt(note.text, caret);
  const isText = note.literals.some((each) => mention && overlap(each, mention));
  // Another word is offered names again, also where one was closed before.
  if (closed !== null && mention?.start !== closed) setClosed(null);
  const names =
    mention === null || isText || mention.start === closed
      ? NONE
      : offered(mention, mention.sign === "#" ? projects : labels);
  const isDone = mention !== null && names[0] !== undefined && isWhole(mention, names[0]);
  const key = mention ? `${mention.start} ${mention.typed}` : "";
  // Enter adds what is written in full: then only arrows mark another name.
  const first = names.length === 0 || isDone ? -1 : 0;
  return {
    listId,
    mention,
    names,
    at: marked?.for === key ? Math.min(marked.at, names.length - 1) : first,
    mark: (at) => setMarked({ for: key, at }),
    close: () => setClosed(mention?.start ?? null),
  };
}

function offered(mention: Mention, known: readonly { readonly name: string }[]): string[] {
  const names = namesFor(
    mention,
    known.map(({ name }) => name),
  );
  const [only] = names;
  return names.length === 1 && only !== undefined && isWhole(mention, only) ? [] : names;
}
