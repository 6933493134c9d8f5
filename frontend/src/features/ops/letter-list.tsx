import { Link } from "@tanstack/react-router";
import type { LetterFilter, LetterState } from "@/api/ops/letters";
import type { LetterOut, SelectionIn } from "@/api/schema.gen";
import { opsLink } from "@/components/area/links";
import { Button } from "@/components/ui/button";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { CodeName } from "./code-name";
import { m } from "./messages";
import { MOST_IDS, selectionOf } from "./selection";

type Chosen = ReadonlySet<string> | "matching";

/** Letters of a filter, some or all of which are chosen. */
export function LetterList({
  letters,
  filter,
  state,
  hasMore,
  chosen,
  onChoose,
  onAct,
}: {
  readonly letters: readonly LetterOut[];
  readonly filter: LetterFilter;
  readonly state: LetterState;
  readonly hasMore: boolean;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onAct: (what: "redrive" | "discard", selection: SelectionIn) => void;
}) {
  const open = letters.filter((letter) => letter.state === "open");
  const isChosen = (id: string): boolean => chosen === "matching" || chosen.has(id);
  const toggle = (id: string): void => {
    const before = chosen === "matching" ? new Set(open.map((letter) => letter.id)) : chosen;
    const after = new Set(before);
    if (!after.delete(id)) after.add(id);
    onChoose(after);
  };
  const count = chosen === "matching" ? null : open.filter(({ id }) => chosen.has(id)).length;
  // What was acted on meanwhile is not chosen any more.
  const selection = selectionOf(
    filter,
    chosen === "matching" ? chosen : new Set(open.map((each) => each.id).filter(isChosen)),
  );
  return (
    <>
      {open.length > 0 ? (
        <ActBar
          count={count}
          shown={open.length}
          canChooseAll={hasMore && state === "open"}
          onShown={() => onChoose(new Set(open.map((letter) => letter.id)))}
          onMatching={() => onChoose("matching")}
          onNone={() => onChoose(new Set())}
          onAct={(what) => onAct(what, selection)}
        />
      ) : null}
      <ul className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface">
        {letters.map((letter) => (
          <LetterRow
            key={letter.id}
            letter={letter}
            isChosen={isChosen(letter.id)}
            onToggle={() => toggle(letter.id)}
          />
        ))}
      </ul>
    </>
  );
}

function ActBar({
  count,
  shown,
  canChooseAll,
  onShown,
  onMatching,
  onNone,
  onAct,
}: {
  /** How many are chosen; null: all that fit, also those that are not shown. */
  readonly count: number | null;
  readonly shown: number;
  readonly canChooseAll: boolean;
  readonly onShown: () => void;
  readonly onMatching: () => void;
  readonly onNone: () => void;
  readonly onAct: (what: "redrive" | "discard") => void;
}) {
  const isAny = count !== 0;
  const isTooMany = count !== null && count > MOST_IDS;
  const said = count === null ? m.letters.allChosen : m.letters.chosen(count);
  return (
    <div className="sticky top-0 z-10 mb-2 flex flex-wrap items-center gap-2 bg-canvas py-2">
      <label className="flex min-h-9 items-center gap-2 pr-1 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          aria-label={said} // a status is not taken for the text of a label
          checked={count === null || count === shown}
          ref={(box) => {
            if (box) box.indeterminate = count !== null && count > 0 && count < shown;
          }}
          onChange={(event) => (event.target.checked ? onShown() : onNone())}
        />
        <span role="status" className="tabular-nums">
          {said}
        </span>
      </label>
      {count === shown && canChooseAll ? (
        <Button size="small" look="quiet" className="text-accent" onClick={onMatching}>
          {m.letters.chooseAll}
        </Button>
      ) : null}
      {/* One group at the end, so that a narrow page never leaves one of the two behind. */}
      <div className="ml-auto flex flex-wrap items-center justify-end gap-2">
        {isTooMany ? <p className="text-sm text-danger">{m.letters.tooMany(MOST_IDS)}</p> : null}
        <div className="flex gap-2">
          <Button disabled={!isAny || isTooMany} onClick={() => onAct("redrive")}>
            {m.orders.redriveDots}
          </Button>
          <Button
            look="quiet"
            className={isAny ? "text-danger" : ""}
            disabled={!isAny || isTooMany}
            onClick={() => onAct("discard")}
          >
            {m.orders.discardDots}
          </Button>
        </div>
      </div>
    </div>
  );
}

function LetterRow({
  letter,
  isChosen,
  onToggle,
}: {
  readonly letter: LetterOut;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}) {
  const say = useSayMoment();
  const died = say(letter.recorded_at);
  const facts = [
    letter.group ?? m.noWorker,
    letter.attempts === null ? null : m.letters.attempts(letter.attempts),
    letter.redrives > 0 ? m.letters.redriven(letter.redrives) : null,
    letter.failure_kind ? (KINDS[letter.failure_kind] ?? letter.failure_kind) : null,
  ];
  return (
    <li className="flex items-start gap-3 px-3 py-2.5 hover:bg-hover">
      {letter.state === "open" ? (
        <input
          type="checkbox"
          className="mt-1.5 size-4 shrink-0 accent-accent pointer-coarse:size-6"
          aria-label={m.letters.choose(letter.event_type, died)}
          checked={isChosen}
          onChange={onToggle}
        />
      ) : (
        <span className="w-4 shrink-0" />
      )}
      <Link {...opsLink(`dead-letters/${letter.id}`)} className="min-w-0 grow rounded">
        <span className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="font-medium [overflow-wrap:anywhere]">
            <CodeName name={letter.event_type} />
          </span>
          <time
            dateTime={letter.recorded_at}
            title={letter.recorded_at}
            className="text-sm text-muted tabular-nums"
          >
            {died}
          </time>
        </span>
        <span className="line-clamp-2 block text-sm [overflow-wrap:anywhere]">
          {[letter.error_class, letter.error].filter(Boolean).join(": ") || m.noError}
        </span>
        <span className="block text-sm text-muted">
          {letter.state === "open" ? null : (
            <span className="mr-1.5 rounded bg-hover px-1.5">{m.states[letter.state]}</span>
          )}
          {facts.filter(Boolean).join(" · ")}
        </span>
      </Link>
    </li>
  );
}

/** Why events fail; a newer server may know more reasons. */
const KINDS: Readonly<Record<string, string>> = m.kinds;
