import { History, Search, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useStore } from "@/lib/store";
import { m } from "./messages";
import { forget, forgetAll, recent } from "./recent";
import { Tips } from "./tips";

/** Before anything is typed: what was looked for lately, or how to look. */
export function Start({ onChoose }: { readonly onChoose: (words: string) => void }) {
  const searches = useStore(recent);
  if (searches.length === 0) {
    return (
      <EmptyState
        icon={<Search size={28} />}
        title={m.startTitle}
        text={m.startText}
        action={<Tips />}
      />
    );
  }
  return (
    <>
      <section aria-labelledby="recent" className="mt-4">
        <div className="flex items-center justify-between">
          <h2 id="recent" className="text-sm font-medium text-muted">
            {m.recent}
          </h2>
          <Button look="quiet" size="small" onClick={forgetAll}>
            {m.forgetAll}
          </Button>
        </div>
        <ul>
          {searches.map((words) => (
            <li key={words} className="flex items-center border-b border-line">
              <button
                type="button"
                onClick={() => onChoose(words)}
                className="flex min-w-0 grow items-center gap-3 rounded-lg py-2 text-left hover:text-accent"
              >
                <History aria-hidden size={16} className="shrink-0 text-muted" />
                <bdi className="truncate">{words}</bdi>
              </button>
              <Button
                look="quiet"
                size="icon"
                aria-label={m.forget(words)}
                onClick={() => forget(words)}
              >
                <X aria-hidden size={14} />
              </Button>
            </li>
          ))}
        </ul>
      </section>
      <div className="mt-8 flex flex-col items-center">
        <Tips />
      </div>
    </>
  );
}
