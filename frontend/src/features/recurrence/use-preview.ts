import { useQuery } from "@tanstack/react-query";
import { previewOptions } from "@/api/recurrence/preview-recurrence";
import { useDebounced } from "@/lib/use-debounced";
import { type Draft, rruleOf } from "./draft";

const WAIT_MS = 250;
const DATES = 10;

/** What the rule means, a moment after it was last changed; the old answer stays until then. */
export function usePreview(draft: Draft, start: string, zone: string | null) {
  const settled = useDebounced(draft, WAIT_MS);
  return useQuery({
    ...previewOptions({
      rrule: rruleOf(settled),
      dtstart: start,
      zone,
      anchor: settled.anchor,
      exdates: [...settled.exdates],
      rdates: [...settled.rdates],
      n: DATES,
    }),
    placeholderData: (before) => before,
  });
}
