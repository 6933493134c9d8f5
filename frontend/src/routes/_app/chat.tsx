import { createFileRoute } from "@tanstack/react-router";
import { useCallback } from "react";
import { ChatPage } from "@/features/chat/chat-page";
import { id, searchOf } from "@/lib/search";

export const Route = createFileRoute("/_app/chat")({
  // The conversation that is open.
  validateSearch: searchOf({ c: id }),
  component: Chat,
});

function Chat() {
  const { c = null } = Route.useSearch();
  const navigate = Route.useNavigate();
  const onChoose = useCallback(
    (id: string | null) => void navigate({ search: id === null ? {} : { c: id } }),
    [navigate],
  );
  return <ChatPage conversationId={c} onChoose={onChoose} />;
}
