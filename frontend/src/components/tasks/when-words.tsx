import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { DueIn } from "@/api/schema.gen";
import { parseOptions } from "@/api/words/parse-words";
import { Button } from "@/components/ui/button";
import { wordsOf } from "@/components/ui/error-note";
import { INPUT } from "@/components/ui/field";
import { cn } from "@/lib/cn";
import { dueDay, formatDay, sayDue } from "@/lib/time";
import { useDebounced } from "@/lib/use-debounced";
import { useNow } from "@/lib/use-now";
import { m } from "@/messages/picker";
import { dueShown } from "./due-words";

const PAUSE_MS = 150;

/** “tomorrow 5pm”: shows what the server understands before it is kept. */
export function WhenWords({ onPick }: { readonly onPick: (due: DueIn) => void }) {
  const me = useMe();
  const now = useNow();
  const told = useId();
  const [text, setText] = useState("");
  const words = text.trim();
  const asked = useDebounced(words, PAUSE_MS);
  const { data, error, isPlaceholderData } = useQuery({
    ...parseOptions(asked, []),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });
  const read = asked === "" || words === "" ? undefined : data;
  const due = dueShown(read?.task.due ?? null);
  // What is shown may still be what was typed before.
  const isCurrent = asked === words && !isPlaceholderData && !error;
  // Enter may be quicker than the server: it counts as soon as the words are understood.
  const [entered, setEntered] = useState("");
  const found = isCurrent ? read?.task.due : null;
  useEffect(() => {
    if (entered === "" || entered !== words || !found) return;
    setEntered("");
    onPick(found);
  }, [entered, words, found, onPick]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setEntered(words);
  };
  return (
    <form onSubmit={submit}>
      <input
        aria-label={m.inWordsLabel}
        aria-describedby={told}
        placeholder={m.inWords}
        className={cn(INPUT, "py-1.5")}
        value={text}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <div id={told} role="status" className="text-sm">
        {due ? (
          <Button
            look="primary"
            type="submit"
            disabled={!isCurrent}
            className="mt-1.5 h-auto min-h-9 w-full py-1.5 pointer-coarse:h-auto pointer-coarse:min-h-11"
          >
            {m.understood(sayDue(due, now, me), formatDay(dueDay(due), DAY))}
          </Button>
        ) : null}
        {read?.task.recurrence ? <p className={NOTE}>{m.onlyDate}</p> : null}
        {read && isCurrent && !due ? <p className={NOTE}>{m.noDateInWords}</p> : null}
        {error && words ? <p className="px-2.5 py-1 text-danger">{wordsOf(error)}</p> : null}
      </div>
    </form>
  );
}

const NOTE = "px-2.5 py-1 text-muted";
const DAY = { weekday: "short", day: "numeric", month: "short" } as const;
