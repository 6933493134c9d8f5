import { Inbox } from "lucide-react";
import { Page } from "@/components/layout/page";
import { TaskList } from "@/components/tasks/task-list";
import { EmptyState } from "@/components/ui/empty-state";
import { m as core } from "@/messages/core";
import { m } from "@/messages/tasks";
import { INBOX, isInInbox } from "./queries";

/** What is in no project. */
export function InboxView() {
  return (
    <Page title={core.inbox}>
      <TaskList
        manual
        query={INBOX}
        belongs={isInInbox}
        label={core.inbox}
        empty={
          <EmptyState
            icon={<Inbox size={28} />}
            title={m.emptyInboxTitle}
            text={m.emptyInboxText}
          />
        }
      />
    </Page>
  );
}
