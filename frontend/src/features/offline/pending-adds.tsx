import { Clock, RotateCw, TriangleAlert, X } from "lucide-react";
import { useMe } from "@/api/me/get-me";
import { Button } from "@/components/ui/button";
import { amend, dequeue } from "@/lib/queue";
import { type QueuedAdd, useQueue } from "@/lib/waiting";
import { m } from "./messages";

/** Tasks that were typed without a network: each can be discarded until it is sent. */
export function PendingAdds({ onRetry }: { readonly onRetry: () => void }) {
  const me = useMe();
  const own = useQueue().filter((each) => each.userId === me.id);
  if (own.length === 0) return null;
  return (
    <section
      aria-labelledby="pending-adds"
      className="mx-auto w-full max-w-[47.5rem] px-4 pt-4 md:px-8"
    >
      <h2 id="pending-adds" className="text-sm font-medium text-muted">
        {m.waiting(own.length)}
      </h2>
      <ul>
        {own.map((each) => (
          <Pending key={each.id} each={each} onRetry={onRetry} />
        ))}
      </ul>
    </section>
  );
}

function Pending({ each, onRetry }: { readonly each: QueuedAdd; readonly onRetry: () => void }) {
  const isRefused = each.refused !== undefined;
  const Icon = isRefused ? TriangleAlert : Clock;
  return (
    <li className="flex items-start gap-3 border-b border-line py-2">
      <Icon
        aria-hidden
        size={18}
        className={isRefused ? "mt-0.5 text-danger" : "mt-0.5 text-muted"}
      />
      <div className="min-w-0 grow">
        <bdi className="block break-words">{each.text}</bdi>
        {each.refused === undefined ? null : (
          <p className="text-sm text-danger">{m.refused(each.refused)}</p>
        )}
      </div>
      {isRefused ? (
        <Button
          look="quiet"
          size="icon"
          aria-label={m.retry(each.text)}
          onClick={() => void amend(each.id, { refused: undefined, task: undefined }).then(onRetry)}
        >
          <RotateCw aria-hidden size={16} />
        </Button>
      ) : null}
      <Button
        look="quiet"
        size="icon"
        aria-label={m.discard(each.text)}
        onClick={() => void dequeue(each.id)}
      >
        <X aria-hidden size={16} />
      </Button>
    </li>
  );
}
