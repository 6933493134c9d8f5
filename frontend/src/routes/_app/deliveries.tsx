import { createFileRoute } from "@tanstack/react-router";
import { MESSAGE_STATES, type MessageState } from "@/api/deliveries/states";
import { DeliveriesPage } from "@/features/reminders/deliveries-page";

export const Route = createFileRoute("/_app/deliveries")({
  validateSearch: (search): { state?: MessageState } => {
    const state = MESSAGE_STATES.find((each) => each === search.state);
    return state === undefined ? {} : { state };
  },
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
