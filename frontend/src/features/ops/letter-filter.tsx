import { useId } from "react";
import { LETTER_STATES } from "@/api/ops/letters";
import { FilterForm } from "@/components/area/filter-form";
import type { Texts } from "@/components/area/links";
import { SelectField } from "@/components/ui/select";
import { m } from "./messages";
import { MOST_IDS } from "./selection";

/** Less used than the others: they are folded away until one of them is said. */
const RARE = ["user", "group", "error", "since", "until", "id"] as const;
const NAMES = ["state", "type", "fingerprint", ...RARE] as const;
const ID_CHARS = 38; // with what parts it from the next one

/** Which dead letters are looked for. */
export function LetterFilterForm({
  texts,
  onApply,
}: {
  readonly texts: Texts;
  readonly onApply: (texts: Texts) => void;
}) {
  const id = useId();
  const apply = (next: Texts): void =>
    onApply({ ...next, state: next.state === "open" ? undefined : next.state });
  return (
    <FilterForm names={NAMES} texts={texts} onApply={apply}>
      {({ text, span, typed, set }) => (
        <>
          <div className="grid items-end gap-3 sm:grid-cols-3">
            <SelectField
              id={`${id}-state`}
              label={m.letters.state}
              value={typed.state ?? "open"}
              onChange={set("state")}
            >
              {LETTER_STATES.map((state) => (
                <option key={state} value={state}>
                  {m.letters.stateChoice[state]}
                </option>
              ))}
            </SelectField>
            {text("type", m.letters.type)}
            {text("fingerprint", m.letters.fingerprint)}
          </div>
          <details open={RARE.some((name) => texts[name])}>
            <summary className="w-fit py-1 text-sm text-muted">{m.letters.moreFilters}</summary>
            <div className="mt-2 grid gap-3 sm:grid-cols-3">
              {text("user", m.letters.user)}
              {text("group", m.letters.group)}
              {text("error", m.letters.error)}
              {span}
              {text("id", m.letters.ids, {
                hint: m.letters.idsHint,
                maxLength: MOST_IDS * ID_CHARS,
              })}
            </div>
          </details>
        </>
      )}
    </FilterForm>
  );
}
