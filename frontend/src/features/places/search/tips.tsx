import { m } from "./messages";

/** What can be said to a search beside words. */
export function Tips() {
  return (
    <dl className="flex flex-col gap-1.5 text-left text-sm">
      {m.tips.map(([words, meaning]) => (
        <div key={words} className="flex items-baseline gap-3">
          <dt className="w-36 shrink-0 rounded-md bg-hover px-2 py-1 font-mono text-xs">{words}</dt>
          <dd className="text-muted">{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
