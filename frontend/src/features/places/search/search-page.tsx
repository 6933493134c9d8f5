import { useNavigate } from "@tanstack/react-router";
import { Search, X } from "lucide-react";
import { type FormEvent, useEffect, useMemo, useRef, useState } from "react";
import { Page } from "@/components/layout/page";
import { Button } from "@/components/ui/button";
import { INPUT } from "@/components/ui/field";
import { cn } from "@/lib/cn";
import { type Command, useCommands } from "@/lib/commands";
import { useDebounced } from "@/lib/use-debounced";
import { m as core } from "@/messages/core";
import { m } from "./messages";
import { remember } from "./recent";
import { Results } from "./results";
import { Start } from "./start";

const PAUSE_MS = 250;
const LONGEST = 200;

/** Looks for words in titles and notes, as they are typed. The address keeps them. */
export function SearchPage({ q, withDone }: { readonly q: string; readonly withDone: boolean }) {
  const [text, setText] = useState(q);
  const [shown, setShown] = useState(q);
  const input = useRef<HTMLInputElement>(null);
  const settled = useDebounced(text.trim(), PAUSE_MS);
  const navigate = useNavigate();
  useFocusKey(input);

  // Another address (back, a recent search) is what is looked for; our own is what was typed.
  if (q !== shown) {
    setShown(q);
    if (q !== settled) setText(q);
  }
  const go = (words: string, done: boolean, replace: boolean): void =>
    void navigate({
      to: "/search",
      search: ({ q: _q, done: _done, ...rest }) => ({
        ...rest,
        ...(words ? { q: words } : {}),
        ...(done ? { done: true as const } : {}),
      }),
      replace,
    });
  useEffect(() => {
    if (settled === text.trim() && settled !== q) {
      void navigate({
        to: "/search",
        search: ({ q: _q, ...rest }) => ({ ...rest, ...(settled ? { q: settled } : {}) }),
        replace: true,
      });
    }
  }, [settled, text, q, navigate]);

  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    remember(text);
    go(text.trim(), withDone, true);
  };
  return (
    <Page title={core.search}>
      <form role="search" onSubmit={onSubmit} onBlur={() => remember(q)}>
        <div className="relative">
          <Search
            aria-hidden
            size={18}
            className="pointer-events-none absolute inset-y-0 left-3 my-auto text-muted"
          />
          <input
            ref={input}
            // biome-ignore lint/a11y/noAutofocus: whoever opens the search types next
            autoFocus
            type="search"
            enterKeyHint="search"
            aria-label={m.label}
            placeholder={m.placeholder}
            value={text}
            maxLength={LONGEST}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
            className={cn(INPUT, "py-2.5 pr-11 pl-10 [&::-webkit-search-cancel-button]:hidden")}
          />
          {text ? (
            <Button
              look="quiet"
              size="icon"
              aria-label={m.clear}
              className="absolute inset-y-0 right-1 my-auto"
              onClick={() => {
                setText("");
                input.current?.focus();
              }}
            >
              <X aria-hidden size={16} />
            </Button>
          ) : null}
        </div>
        <label className="mt-2 flex w-fit items-center gap-2 py-1 text-sm text-muted">
          <input
            type="checkbox"
            checked={withDone}
            onChange={(event) => go(text.trim(), event.target.checked, true)}
            className="size-4 accent-(--accent)"
          />
          {m.withDone}
        </label>
      </form>
      {q ? (
        <Results
          q={q}
          withDone={withDone}
          isStale={text.trim() !== q}
          onDone={() => go(q, true, true)}
          onOpen={() => remember(q)}
        />
      ) : (
        <Start
          onChoose={(words) => {
            setText(words);
            go(words, withDone, true);
          }}
        />
      )}
    </Page>
  );
}

/** “/” goes to the field, and what is in it is chosen. */
function useFocusKey(input: React.RefObject<HTMLInputElement | null>): void {
  const commands = useMemo(
    (): Command[] => [
      {
        id: "search",
        title: core.search,
        group: "go",
        keys: "/",
        run: () => {
          input.current?.focus();
          input.current?.select();
        },
      },
    ],
    [input],
  );
  useCommands(commands);
}
