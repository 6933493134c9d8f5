import type { HighlightOut } from "@/api/schema.gen";
import { cn } from "@/lib/cn";
import { type Piece, piecesOf } from "./meaning";
import type { Mark } from "./note";
import type { Place } from "./places";

export const COLORS: Readonly<Record<HighlightOut["name"], string>> = {
  due: "bg-token-date",
  repeat: "bg-token-repeat",
  reminder: "bg-token-reminder",
  project: "bg-token-place",
  label: "bg-token-place",
  priority: "bg-token-priority",
  lead: "bg-line",
  literal: "",
};

/** The same text behind the box, unseen but for its colours; it makes the box as high as it is. */
export function Mirror({
  text,
  marks,
  wrong,
  className,
}: {
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly wrong: readonly Place[];
  readonly className: string;
}) {
  return (
    <div aria-hidden dir="auto" className={cn(className, "pointer-events-none text-transparent")}>
      {piecesOf(text, marks, wrong).map((piece) => (
        <Colored key={piece.start} piece={piece} />
      ))}
      {/* A line that is empty is as high as the others. */}
      {"\u200b"}
    </div>
  );
}

function Colored({ piece }: { readonly piece: Piece }) {
  if (piece.name === null && !piece.isWrong) return piece.text;
  return (
    <mark
      data-token={piece.name ?? undefined}
      data-wrong={piece.isWrong || undefined}
      className={cn(
        "rounded-sm bg-transparent box-decoration-clone text-transparent",
        piece.name && COLORS[piece.name],
        piece.isWrong &&
          "underline decoration-danger decoration-wavy decoration-1 underline-offset-4",
      )}
    >
      {piece.text}
    </mark>
  );
}
