import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Trouble } from "@/components/ui/trouble";
import { Problem } from "@/lib/problem";
import { countsOf, sayCounts } from "./counts";
import { m } from "./messages";

/** Why an order was not carried out, and how to go on. */
export function Refusal({
  error,
  onRecount,
}: {
  readonly error: unknown;
  /** Counts anew what is meant: the order can be given again afterwards. */
  readonly onRecount?: () => void;
}) {
  if (!(error instanceof Problem)) return <Trouble error={error} />;
  const words = wordsOf(error);
  if (words === null) return <Trouble error={error} fields={["/reason"]} />;
  const canRecount = error.code === "dead_letter.selection_changed" && onRecount !== undefined;
  return (
    <Note text={words}>
      {canRecount ? (
        <Button size="small" className="self-start" onClick={onRecount}>
          {m.orders.countAgain}
        </Button>
      ) : null}
    </Note>
  );
}

function wordsOf({ code, document }: Problem): string | null {
  switch (code) {
    case "dead_letter.selection_changed":
      return m.orders.changed(Number(document.expected_count), Number(document.actual_count));
    case "dead_letter.none_open": {
      const why = [
        ...sayCounts(countsOf(document.closed), m.states),
        ...sayCounts(countsOf(document.refused), m.causes),
      ];
      return m.orders.noneOpen(why.join(" · "));
    }
    case "dead_letter.not_open":
      return m.orders.notOpen;
    case "dead_letter.not_redrivable":
      return m.orders.notRedrivable(document.detail);
    case "redrive.finished":
      return m.orders.finished;
    default:
      return null;
  }
}

function Note({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <div role="alert" className="flex flex-col gap-2.5 rounded-lg bg-danger-soft px-3.5 py-3">
      <p>{text}</p>
      {children}
    </div>
  );
}
