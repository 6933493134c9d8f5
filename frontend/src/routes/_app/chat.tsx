import { createFileRoute } from "@tanstack/react-router";
import { useCallback } from "react";
import { ChatPage } from "@/features/chat/chat-page";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const Route = createFileRoute("/_app/chat")({
  // The conversation that is open.
  validateSearch: (search): { c?: string } =>
    typeof search.c === "string" && ID.test(search.c) ? { c: search.c } : {},
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
