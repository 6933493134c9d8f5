import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CircleCheck, SearchX } from "lucide-react";
import { useState } from "react";
import { useMe } from "@/api/me/get-me";
import {
  downloadLetters,
  type LetterFilter,
  type LetterState,
  letterStatsOptions,
  lettersOptions,
} from "@/api/ops/letters";
import type { SelectionIn } from "@/api/schema.gen";
import { AreaPage } from "@/components/area/area-page";
import { DownloadButton } from "@/components/area/download-button";
import { opsLink, type Texts, useTexts } from "@/components/area/links";
import { Pages } from "@/components/area/pages";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { DiscardDialog } from "./discard-dialog";
import { Heaps } from "./heaps";
import { LetterFilterForm } from "./letter-filter";
import { LetterList } from "./letter-list";
import { m } from "./messages";
import { RedriveDialog } from "./redrive-dialog";
import { filterOf, stateOf } from "./selection";

/** Dead letters: found, looked at, and acted on, some or all that fit. */
export function LettersPage() {
  const texts = useTexts();
  const { zone } = useMe();
  const navigate = useNavigate();
  const filter = filterOf(texts, zone);
  const state = stateOf(texts);
  const go = (next: Texts): void => void navigate(opsLink("dead-letters", next));
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <AreaPage
      title={m.pages.letters}
      lead={m.letters.lead}
      actions={<DownloadButton load={() => downloadLetters(filter, state)} />}
    >
      <LetterFilterForm key={JSON.stringify(texts)} texts={texts} onApply={go} />
      {texts.fingerprint ? null : <Causes filter={filter} state={state} texts={texts} />}
      <Found
        key={JSON.stringify([filter, state])}
        filter={filter}
        state={state}
        empty={
          isNarrowed ? (
            <EmptyState
              icon={<SearchX size={28} />}
              title={m.letters.noFitTitle}
              text={m.letters.noFitText}
              action={<Button onClick={() => go({})}>{m.letters.clearFilter}</Button>}
            />
          ) : (
            <EmptyState
              icon={<CircleCheck size={28} />}
              title={m.letters.emptyTitle}
              text={m.letters.emptyText}
            />
          )
        }
      />
    </AreaPage>
  );
}

/** The same error from one place in the code is mostly one cause, and has one answer. */
function Causes({
  filter,
  state,
  texts,
}: {
  readonly filter: LetterFilter;
  readonly state: LetterState;
  readonly texts: Texts;
}) {
  const { data } = useQuery({ ...letterStatsOptions(filter, state), retry: false });
  if (!data || data.by_fingerprint.length < 2) return null;
  return (
    <div className="rounded-xl border border-line bg-surface p-3">
      <Heaps
        title={m.byFingerprint}
        heaps={data.by_fingerprint}
        by="fingerprint"
        within={{ ...texts, task: undefined }}
      />
    </div>
  );
}

function Found({
  filter,
  state,
  empty,
}: {
  readonly filter: LetterFilter;
  readonly state: LetterState;
  readonly empty: React.ReactNode;
}) {
  const pages = useInfiniteQuery(lettersOptions(filter, state));
  const [chosen, setChosen] = useState<ReadonlySet<string> | "matching">(new Set());
  const [order, setOrder] = useState<{ what: "redrive" | "discard"; about: SelectionIn }>();
  const close = (): void => setOrder(undefined);
  return (
    <>
      <Pages pages={pages} empty={empty}>
        {(letters) => (
          <LetterList
            letters={letters}
            filter={filter}
            state={state}
            hasMore={pages.hasNextPage}
            chosen={chosen}
            onChoose={setChosen}
            onAct={(what, about) => setOrder({ what, about })}
          />
        )}
      </Pages>
      {/* Beside the list: an order may leave nothing of it, and is watched to its end. */}
      {order?.what === "redrive" ? <RedriveDialog selection={order.about} onClose={close} /> : null}
      {order?.what === "discard" ? <DiscardDialog selection={order.about} onClose={close} /> : null}
    </>
  );
}
