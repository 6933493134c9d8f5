import { createFileRoute } from "@tanstack/react-router";
import { MESSAGE_STATES } from "@/api/deliveries/states";
import { DeliveriesPage } from "@/features/reminders/deliveries-page";
import { oneOf, searchOf } from "@/lib/search";

export const Route = createFileRoute("/_app/deliveries")({
  validateSearch: searchOf({ state: oneOf(MESSAGE_STATES) }),
  component: MessagesPage,
});

function MessagesPage() {
  const { state } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <DeliveriesPage
      state={state}
      onState={(next) =>
        void navigate({
          search: ({ state: _, ...rest }) => (next ? { ...rest, state: next } : rest),
        })
      }
    />
  );
}
