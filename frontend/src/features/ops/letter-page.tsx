import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronLeft, Eye } from "lucide-react";
import { useState } from "react";
import { knownLetter, letterOptions } from "@/api/ops/letters";
import type { LetterDetailOut, LetterOut } from "@/api/schema.gen";
import { shortIds } from "@/components/area/actors";
import { AreaPage } from "@/components/area/area-page";
import { opsLink } from "@/components/area/links";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { Section } from "@/components/ui/section";
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
  const [listed] = useState(() => knownLetter(client, id));
  const letter = detail.data ?? listed;
  const isGone = detail.error instanceof Problem && detail.error.status === 404;
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
                {letter ? m.letter.show : m.letter.showAll(shortIds(id))}
              </Button>
            </Section>
          )}
          {letter ? (
            <Acts
              letter={letter}
              detail={detail.data}
              onActed={() => {
                // What became of it is only said together with what is in it.
                if (detail.data) void detail.refetch();
              }}
            />
          ) : null}
        </>
      )}
    </AreaPage>
  );
}

function Acts({
  letter,
  detail,
  onActed,
}: {
  readonly letter: LetterOut;
  readonly detail: LetterDetailOut | undefined;
  readonly onActed: () => void;
}) {
  const [acting, setActing] = useState<"redrive" | "edit" | "discard" | null>(null);
  const close = (): void => {
    setActing(null);
    onActed();
  };
  const selection = { ids: [letter.id], all: false };
  if (letter.state !== "open") return null;
  const cause = detail?.not_redrivable_because;
  return (
    <Section title={m.letter.acts} text={cause ? m.letter.notRedrivable(m.causes[cause]) : null}>
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
      {acting === "redrive" ? <RedriveDialog selection={selection} onClose={close} /> : null}
      {acting === "edit" && detail ? <EditDialog letter={detail} onClose={close} /> : null}
      {acting === "discard" ? <DiscardDialog selection={selection} onClose={close} /> : null}
    </Section>
  );
}
