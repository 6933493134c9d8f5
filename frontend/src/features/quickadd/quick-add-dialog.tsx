import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { KeyCaps } from "@/components/ui/key-caps";
import { sayDone } from "@/components/ui/say-done";
import { Unreachable } from "@/lib/problem";
import type { Defaults } from "@/lib/task-defaults";
import { toast } from "@/lib/toasts";
import { forgetUndo, rememberUndo } from "@/lib/undo";
import type { Typed } from "@/lib/waiting";
import { AddedNote, sayAdded, useTakeBackAdded } from "./added-note";
import type { Left, Outcome } from "./adding";
import { addToDraft, draftOf, keepDraft } from "./draft";
import { LinePreview } from "./line-preview";
import { MOST_LINES } from "./lines";
import { withoutDefault } from "./meaning";
import { withName } from "./mention";
import { m } from "./messages";
import { NamesList } from "./names-list";
import {
  EMPTY,
  inserted,
  joined,
  type Note,
  noteOf,
  picked,
  takenBack,
  typed,
  without,
} from "./note";
import { overlap, type Place } from "./places";
import { sayWhyNot } from "./problems";
import { TokenBar } from "./token-bar";
import { useAdding } from "./use-adding";
import { useNames } from "./use-names";
import { useUnderstood } from "./use-understood";
import { WordsBox } from "./words-box";

export interface QuickAddProps {
  readonly onClose: () => void;
  /** What stands in the box at first; without it what was left there the last time. */
  readonly initial?: string;
  /** What a task has unless it says otherwise: the project of the page, the day. */
  readonly defaults?: Defaults;
  /** Takes what could not be sent as there is no connection; without it, it stays in the box. */
  readonly onOffline?: (lines: readonly Typed[]) => Promise<void>;
}

/** What and when in plain words, read by the server as it is typed; each line is a task. */
export function QuickAddDialog({ onClose, initial, defaults = {}, onOffline }: QuickAddProps) {
  const me = useMe();
  const box = useRef<HTMLTextAreaElement>(null);
  const isOpen = useRef(true);
  const [note, setNote] = useState(() => (initial ? noteOf(initial) : draftOf(me.id)));
  const [given, setGiven] = useState(defaults);
  const [left, setLeft] = useState<readonly Left[]>([]);
  const [added, setAdded] = useState<readonly TaskOut[]>([]);
  const { isAdding, add, waitingOf } = useAdding();
  const takeBackAdded = useTakeBackAdded();
  const understood = useUnderstood(note, given);
  const { lines, marks, error } = understood;
  const [typedTo, setTypedTo] = useState<number | null>(null);
  const names = useNames(note, typedTo);
  const setCaret = useCaret(box, note.text);
  // A name that is still being written is not wrong yet.
  const isWrong = (place: Place): boolean =>
    names.names.length === 0 || !names.mention || !overlap(place, names.mention);
  const [rest, setRest] = useState<Note | null>(null);
  /** What did not fit in is untouched while the others are added: Enter twice adds it not as well. */
  const isResting = isAdding && note === rest && lines.length > 0;

  useKeptWhenGone(isOpen, note, me.id);
  /** What is kept for the next time is there already. */
  const leave = (): void => {
    isOpen.current = false;
    onClose();
  };
  const close = (): void => {
    if (note.text !== initial) keepDraft(me.id, note);
    leave();
  };
  const toBox = (): void => box.current?.focus();

  const takeName = (name: string): void => {
    if (names.mention === null) return;
    const { text, caret } = withName(note.text, names.mention, name);
    setNote(typed(note, text, caret, marks));
    setCaret(caret);
    setTypedTo(null);
  };
  const insert = (words: string): void => {
    const at = box.current?.selectionEnd ?? note.text.length;
    const next = inserted(note, words, at, marks);
    setNote(next);
    setCaret(next.text.length - (note.text.length - at));
  };

  const tell = (tasks: readonly TaskOut[]): void => {
    const [first] = tasks;
    if (first === undefined) return;
    const takeBack = (): void => takeBackAdded(tasks);
    if (isOpen.current) {
      setAdded(tasks);
      rememberUndo(first.id, takeBack); // for when the box is closed
    } else sayDone(sayAdded(tasks, me), takeBack);
  };
  const putBack = (failed: readonly Left[]): void => {
    setLeft(failed);
    const back = failed.map((each) => each.note).reduce(joined, EMPTY);
    if (isOpen.current) setNote((now) => joined(back, now));
    else addToDraft(me.id, back);
    if (!isOpen.current) toast({ text: m.keptLines(failed.length), tone: "error" });
  };
  const settle = ({ added: tasks, left: failed }: Outcome, thenClose: boolean): void => {
    if (failed.length === 0 && thenClose && isOpen.current) leave();
    tell(tasks);
    const isGone = failed.length > 0 && failed.every(({ error }) => error instanceof Unreachable);
    const waiting = isGone ? waitingOf(failed, given) : null;
    if (waiting && onOffline) {
      onOffline(waiting).then(
        () => toast({ text: m.keptOffline }),
        () => putBack(failed), // what could not be kept is written here again
      );
      if (thenClose && isOpen.current) leave();
    } else if (failed.length > 0) putBack(failed);
  };

  const submit = async (thenClose: boolean): Promise<void> => {
    if (lines.length === 0 || understood.isUntitled || isResting) {
      if (lines.length === 0 && thenClose) close();
      return;
    }
    setLeft([]);
    setAdded([]);
    const others = without(note, MOST_LINES);
    setNote(others); // what is typed from now on is the next task
    setRest(others);
    keepDraft(me.id, others);
    settle(await add(note, given), thenClose);
  };

  return (
    <Dialog
      onClose={close}
      title={m.title}
      bare
      className="gap-3 sm:max-w-xl"
      onEscapeKeyDown={(event) => {
        if (names.names.length === 0) return;
        event.preventDefault();
        names.close();
      }}
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        toBox();
      }}
    >
      <WordsBox
        ref={box}
        text={note.text}
        marks={marks}
        wrong={understood.wrong.filter(isWrong)}
        describedBy="quick-add-hint"
        names={names}
        onName={takeName}
        onWrite={(text, caret) => {
          setNote((now) => typed(now, text, caret, marks));
          setTypedTo(caret);
          if (text.trim() === "") setLeft([]); // nothing of it is here any more
        }}
        onElsewhere={() => setTypedTo(null)}
        onAdd={(thenClose) => void submit(thenClose)}
        onTakeBack={(mark) => setNote((now) => takenBack(now, [mark], marks))}
      />
      <NamesList names={names} onTake={takeName} />
      <p id="quick-add-hint" className={lines.length > 0 ? "sr-only" : "px-1 text-sm text-muted"}>
        {m.hint}
      </p>
      <ErrorNote error={error} />
      {lines.length > 0 ? (
        <ul
          aria-label={m.willBe}
          className="flex max-h-[40dvh] flex-col gap-3 overflow-y-auto px-1"
        >
          {understood.previews.map(({ id, ...preview }) => (
            <LinePreview
              key={id}
              {...preview}
              wrong={preview.wrong.filter(isWrong)}
              onTakeBack={(chip) => {
                if (chip.places.length > 0) setNote((now) => takenBack(now, chip.places, marks));
                else setGiven((now) => withoutDefault(now, chip.kind));
                toBox();
              }}
              onChoose={(place, nth) => setNote((now) => picked(now, place, nth))}
            />
          ))}
        </ul>
      ) : null}
      {understood.isTooMany ? <p className="text-sm text-muted">{m.tooMany(MOST_LINES)}</p> : null}
      {understood.isTooLong ? <p className="text-sm text-danger">{m.tooLong}</p> : null}
      <p role="status" className={isResting ? "text-sm text-muted" : "sr-only"}>
        {isResting ? m.adding : ""}
      </p>
      <WhyNot left={left} />
      <AddedNote
        tasks={added}
        onUndone={() => {
          for (const { id } of added) forgetUndo(id);
          setAdded([]);
          toBox();
        }}
      />
      <div className="flex items-center gap-2">
        <TokenBar onInsert={insert} onDone={toBox} />
        <p className="ms-auto hidden items-center gap-1.5 text-xs text-muted sm:flex">
          <KeyCaps keys="Enter" /> {m.keyAdds}
          <KeyCaps keys="shift+Enter" className="ms-2" /> {m.keyNewLine}
        </p>
        <Button
          look="primary"
          className="ms-auto sm:ms-2"
          aria-disabled={lines.length === 0 || undefined}
          busy={isResting || (isAdding && lines.length === 0)}
          onClick={() => {
            void submit(false);
            toBox();
          }}
        >
          {lines.length > 1 ? m.addMany(Math.min(lines.length, MOST_LINES)) : m.add}
        </Button>
      </div>
    </Dialog>
  );
}

/** Why lines are still in the box. */
function WhyNot({ left }: { readonly left: readonly Left[] }) {
  const reasons = [...new Set(left.map(({ error }) => sayWhyNot(error)))];
  return (
    <div role="alert" className="contents">
      {left.length > 0 ? (
        <div className="rounded-lg bg-danger-soft px-3.5 py-2.5">
          <p>{m.keptLines(left.length)}</p>
          {reasons.map((reason) => (
            <p key={reason} className="text-sm">
              {reason}
            </p>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** Puts the caret somewhere once the text is the one that was written by something else. */
function useCaret(box: RefObject<HTMLTextAreaElement | null>, text: string) {
  const wanted = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it is wanted, in which text
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    box.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  }, [box, text]);
  return (caret: number): void => {
    wanted.current = caret;
  };
}

/** What was typed stays for the next time, also when the page goes: a session may end under it. */
function useKeptWhenGone(isOpen: RefObject<boolean>, note: Note, userId: string): void {
  const latest = useRef(note);
  useEffect(() => {
    latest.current = note;
  });
  useEffect(
    () => () => {
      if (isOpen.current) keepDraft(userId, latest.current);
    },
    [isOpen, userId],
  );
}
