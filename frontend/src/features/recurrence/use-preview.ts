import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { previewRuleOptions } from "@/api/recurrence/preview-rule";
import type { PreviewIn } from "@/api/schema.gen";
import { type Draft, rruleOf } from "./draft";

const WAIT_MS = 250;
const DATES = 10;

/** The value, once it has not changed for a moment. */
function useSettled<T>(value: T, isSame: (one: T, other: T) => boolean): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (isSame(value, settled)) return;
    const timer = setTimeout(() => setSettled(value), WAIT_MS);
    return () => clearTimeout(timer);
  }, [value, settled, isSame]);
  return settled;
}

const isSameText = (one: PreviewIn, other: PreviewIn): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** What the rule means, a moment after it was last changed; the old answer stays until then. */
export function usePreview(draft: Draft, start: string, zone: string | null) {
  const asked = useSettled<PreviewIn>(
    {
      rrule: rruleOf(draft),
      dtstart: start,
      zone,
      anchor: draft.anchor,
      exdates: [...draft.exdates],
      rdates: [...draft.rdates],
      n: DATES,
    },
    isSameText,
  );
  return useQuery({ ...previewRuleOptions(asked), placeholderData: (before) => before });
}
