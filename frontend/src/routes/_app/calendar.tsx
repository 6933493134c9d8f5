import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";
import { CalendarView } from "@/features/calendar/calendar-view";
import { calendarSearch, type CalendarView as View } from "@/features/calendar/search";
import type { Day } from "@/lib/time";

const QuickAddDialog = lazy(() =>
  import("@/features/quickadd/quick-add-dialog").then((module) => ({
    default: module.QuickAddDialog,
  })),
);

export const Route = createFileRoute("/_app/calendar")({
  validateSearch: calendarSearch,
  component: CalendarPage,
});

function CalendarPage() {
  const { view = "month", day } = Route.useSearch();
  const navigate = Route.useNavigate();
  const [words, setWords] = useState<string | null>(null);
  const onDay = useCallback(
    (next: Day) => void navigate({ search: (before) => ({ ...before, day: next }), replace: true }),
    [navigate],
  );
  const onView = useCallback(
    (next: View) => void navigate({ search: (before) => ({ ...before, view: next }) }),
    [navigate],
  );
  return (
    <>
      <CalendarView view={view} day={day} onDay={onDay} onView={onView} onAdd={setWords} />
      {words === null ? null : (
        <Suspense>
          <QuickAddDialog initial={words} onClose={() => setWords(null)} />
        </Suspense>
      )}
    </>
  );
}
