import { forwardRef, type KeyboardEvent, useRef } from "react";
import { cn } from "@/lib/cn";
import { m } from "./messages";
import { Mirror } from "./mirror";
import { keyOfNames, nameId } from "./names-list";
import type { Mark } from "./note";
import type { Place } from "./places";
import type { Names } from "./use-names";

interface WordsBoxProps {
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly wrong: readonly Place[];
  readonly describedBy: string;
  /** Names that are offered below it: the box has their keys, and says which one is marked. */
  readonly names: Names;
  readonly onName: (name: string) => void;
  readonly onWrite: (text: string, caret: number) => void;
  /** The caret is no longer where something was typed last. */
  readonly onElsewhere: () => void;
  readonly onAdd: (thenClose: boolean) => void;
  /** The mark that the caret stands right behind is text again. */
  readonly onTakeBack: (mark: Mark) => void;
}

/** What both layers have, so that each letter of one lies on its twin of the other. */
const LAYER =
  "col-start-1 row-start-1 m-0 min-h-0 w-full whitespace-pre-wrap break-words px-3 py-2.5 text-[1.0625rem] leading-7 [unicode-bidi:plaintext] text-start";

/** The box for what and when: plain text, with colours behind it where it was understood. */
export const WordsBox = forwardRef<HTMLTextAreaElement, WordsBoxProps>(function WordsBox(
  { text, marks, wrong, describedBy, names, onName, onWrite, onElsewhere, onAdd, onTakeBack },
  ref,
) {
  const typedTo = useRef<number | null>(null);
  const isOffered = names.names.length > 0;
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // Enter and Backspace belong to the input method while it composes (Safari says 229 alone).
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (keyOfNames(event, names, onName)) event.preventDefault();
    else onOwnKey(event);
  };
  const onOwnKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (!event.repeat) onAdd(event.ctrlKey || event.metaKey);
    }
    // Where a name is being written, it corrects the name.
    const isBack = event.key === "Backspace" && !isOffered;
    const mark = isBack ? markBehind(event, marks) : undefined;
    if (mark === undefined) return;
    event.preventDefault();
    onTakeBack(mark);
  };
  return (
    <div className="max-h-52 overflow-y-auto rounded-xl border border-line-strong bg-surface focus-within:border-accent focus-within:ring-2 focus-within:ring-accent/25">
      <div className="relative grid">
        <Mirror text={text} marks={marks} wrong={wrong} className={LAYER} />
        <textarea
          ref={ref}
          dir="auto"
          rows={1}
          value={text}
          aria-label={m.what}
          aria-describedby={describedBy}
          // A box of several lines may not be called a combobox; this says the same of a list.
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={isOffered ? names.listId : undefined}
          aria-activedescendant={
            isOffered && names.at >= 0 ? nameId(names.listId, names.at) : undefined
          }
          placeholder={m.placeholder}
          autoComplete="off"
          enterKeyHint="send"
          onChange={({ target }) => {
            typedTo.current = target.selectionEnd;
            onWrite(target.value, target.selectionEnd);
          }}
          onSelect={({ currentTarget: { selectionStart, selectionEnd } }) => {
            const isThere = selectionStart === selectionEnd && selectionEnd === typedTo.current;
            if (!isThere) onElsewhere();
          }}
          onBlur={onElsewhere}
          onKeyDown={onKeyDown}
          className={cn(
            LAYER,
            "relative block resize-none overflow-hidden bg-transparent outline-none placeholder:text-muted",
          )}
        />
      </div>
    </div>
  );
});

/** The mark that ends where the caret stands, if nothing is selected and Backspace is bare. */
function markBehind(
  event: KeyboardEvent<HTMLTextAreaElement>,
  marks: readonly Mark[],
): Mark | undefined {
  const { selectionStart, selectionEnd } = event.currentTarget;
  const isBare = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
  if (!isBare || selectionStart !== selectionEnd || event.repeat) return undefined;
  return marks.find((mark) => mark.end === selectionStart);
}
