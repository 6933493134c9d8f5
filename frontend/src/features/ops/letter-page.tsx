import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronLeft, Eye } from "lucide-react";
import { useState } from "react";
import { letterOptions, listedLetterOptions } from "@/api/ops/letters";
import type { LetterDetailOut, LetterOut } from "@/api/schema.gen";
import { AreaPage } from "@/components/area/area-page";
import { opsLink } from "@/components/area/links";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { Section } from "@/components/ui/section";
import { SkeletonList } from "@/components/ui/skeleton";
import { Problem } from "@/lib/problem";
import { DiscardDialog } from "./discard-dialog";
import { EditDialog } from "./edit-dialog";
import { LetterFacts } from "./letter-facts";
import { m } from "./messages";
import { Payload } from "./payload";
import { RedriveDialog } from "./redrive-dialog";

/** One dead letter. What is in it is read when somebody asks: that is on record. */
export function LetterPage({ id }: { readonly id: string }) {
  const client = useQueryClient();
  const detail = useQuery(letterOptions(id));
  const listed = useQuery(listedLetterOptions(id, client));
  // The list is asked again and again: its word on what became of the letter is the newest.
  const letter = listed.data ?? detail.data;
  const isGone = listed.data === null || isUnknown(listed.error) || isUnknown(detail.error);
  return (
    <AreaPage
      title={letter ? letter.event_type : m.letter.title}
      lead={
        <Link
          {...opsLink("dead-letters")}
          className="-ml-1 inline-flex min-h-6 items-center gap-1 text-muted hover:text-text"
        >
          <ChevronLeft aria-hidden size={16} />
          {m.pages.letters}
        </Link>
      }
    >
      {letter ? <LetterFacts letter={letter} /> : null}
      {listed.isPending && !letter ? <SkeletonList rows={4} /> : null}
      {listed.error && !isGone ? (
        <ErrorNote error={listed.error} onRetry={() => void listed.refetch()} />
      ) : null}
      {isGone ? (
        <EmptyState icon={<Eye size={28} />} title={m.letter.goneTitle} text={m.letter.goneText} />
      ) : (
        <>
          {detail.data ? (
            <Payload letter={detail.data} />
          ) : (
            <Section title={m.letter.payload} text={m.letter.payloadText}>
              <ErrorNote error={detail.error} />
              <Button
                className="self-start"
                busy={detail.isFetching}
                onClick={() => void detail.refetch()}
              >
                <Eye aria-hidden size={16} />
                {m.letter.show}
              </Button>
            </Section>
          )}
          {letter ? (
            <Acts letter={letter} detail={detail.data} onEdited={() => void detail.refetch()} />
          ) : null}
        </>
      )}
    </AreaPage>
  );
}

/** Nothing has this id; a text that is no id at all is known by nothing either. */
const isUnknown = (error: unknown): boolean =>
  error instanceof Problem && (error.status === 404 || error.status === 422);

function Acts({
  letter,
  detail,
  onEdited,
}: {
  readonly letter: LetterOut;
  readonly detail: LetterDetailOut | undefined;
  /** What is sent in the place of its value is told with its contents alone. */
  readonly onEdited: () => void;
}) {
  const [acting, setActing] = useState<"redrive" | "edit" | "discard" | null>(null);
  const close = (): void => setActing(null);
  const selection = { ids: [letter.id], all: false };
  const isOpen = letter.state === "open";
  const closeEdit = (): void => {
    close();
    if (!isOpen) onEdited();
  };
  const cause = detail?.not_redrivable_because;
  return (
    <>
      {isOpen ? (
        <Section
          title={m.letter.acts}
          text={cause ? m.letter.notRedrivable(m.causes[cause]) : null}
        >
          <div className="flex flex-wrap gap-2">
            <Button look="primary" onClick={() => setActing("redrive")}>
              {m.orders.redriveDots}
            </Button>
            <Button disabled={!detail} onClick={() => setActing("edit")}>
              {m.letter.edit}
            </Button>
            <Button look="quiet" className="text-danger" onClick={() => setActing("discard")}>
              {m.orders.discardDots}
            </Button>
          </div>
          {detail ? null : <p className="text-sm text-muted">{m.letter.editNeedsPayload}</p>}
        </Section>
      ) : null}
      {/* Beside the buttons, which go as soon as an order is given: it is watched to its end. */}
      {acting === "redrive" ? <RedriveDialog selection={selection} onClose={close} /> : null}
      {acting === "edit" && detail ? <EditDialog letter={detail} onClose={closeEdit} /> : null}
      {acting === "discard" ? <DiscardDialog selection={selection} onClose={close} /> : null}
    </>
  );
}
