import { createFileRoute } from "@tanstack/react-router";
import { useCallback } from "react";
import { CalendarView } from "@/features/calendar/calendar-view";
import { calendarSearch, type CalendarView as View } from "@/features/calendar/search";
import type { Day } from "@/lib/time";

export const Route = createFileRoute("/_app/calendar")({
  validateSearch: calendarSearch,
  component: CalendarPage,
});

function CalendarPage() {
  const { view = "month", day } = Route.useSearch();
  const navigate = Route.useNavigate();
  const onDay = useCallback(
    (next: Day) => void navigate({ search: (before) => ({ ...before, day: next }), replace: true }),
    [navigate],
  );
  const onView = useCallback(
    (next: View) => void navigate({ search: (before) => ({ ...before, view: next }) }),
    [navigate],
  );
  const onAdd = useCallback(
    (add: string) => void navigate({ search: (before) => ({ ...before, add }), replace: true }),
    [navigate],
  );
  return <CalendarView view={view} day={day} onDay={onDay} onView={onView} onAdd={onAdd} />;
}
