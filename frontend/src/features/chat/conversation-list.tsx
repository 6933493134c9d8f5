import { useInfiniteQuery } from "@tanstack/react-query";
import { MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useDeleteConversation } from "@/api/chat/delete-conversation";
import { conversationsOptions } from "@/api/chat/list-conversations";
import { useRenameConversation } from "@/api/chat/rename-conversation";
import type { ConversationOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { MoreButton } from "@/components/ui/load-more";
import { Menu, MenuItem } from "@/components/ui/menu";
import { cn } from "@/lib/cn";
import { m } from "./messages";

interface ListProps {
  readonly current: string | null;
  readonly onChoose: (id: string | null) => void;
}

/** What was talked of before, the latest first. */
export function ConversationList({ current, onChoose }: ListProps) {
  const pages = useInfiniteQuery(conversationsOptions());
  const { data, error, refetch } = pages;
  return (
    <nav aria-label={m.conversations} className="flex flex-col gap-0.5">
      <ErrorNote error={error} onRetry={() => void refetch()} />
      {data?.length === 0 ? (
        <p className="px-2 py-1 text-sm text-muted">{m.noConversations}</p>
      ) : null}
      {data?.map((each) => (
        <Row
          key={each.id}
          conversation={each}
          isCurrent={each.id === current}
          onChoose={onChoose}
        />
      ))}
      <MoreButton pages={pages} look="quiet" size="small" className="self-start">
        {m.loadMore}
      </MoreButton>
    </nav>
  );
}

function Row({
  conversation,
  isCurrent,
  onChoose,
}: {
  readonly conversation: ConversationOut;
  readonly isCurrent: boolean;
  readonly onChoose: ListProps["onChoose"];
}) {
  const [asked, setAsked] = useState<"rename" | "delete" | null>(null);
  const { id, title } = conversation;
  const close = (): void => setAsked(null);
  return (
    <div
      className={cn(
        "group flex items-center rounded-lg hover:bg-hover",
        isCurrent && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      <button
        type="button"
        aria-current={isCurrent ? "page" : undefined}
        onClick={() => onChoose(id)}
        className="min-w-0 grow truncate px-2.5 py-1.5 text-left text-sm"
      >
        <bdi>{title}</bdi>
      </button>
      <Menu
        trigger={
          <Button
            look="quiet"
            size="icon"
            aria-label={m.moreOf(title)}
            className="opacity-0 focus-visible:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100"
          >
            <MoreHorizontal aria-hidden size={16} />
          </Button>
        }
      >
        <MenuItem icon={<Pencil aria-hidden size={15} />} onSelect={() => setAsked("rename")}>
          {m.rename}
        </MenuItem>
        <MenuItem
          icon={<Trash2 aria-hidden size={15} />}
          danger
          onSelect={() => setAsked("delete")}
        >
          {m.delete}
        </MenuItem>
      </Menu>
      {asked === "rename" ? <RenameDialog conversation={conversation} onClose={close} /> : null}
      {asked === "delete" ? (
        <DeleteDialog
          conversation={conversation}
          onClose={close}
          onGone={() => isCurrent && onChoose(null)}
        />
      ) : null}
    </div>
  );
}

interface DialogProps {
  readonly conversation: ConversationOut;
  readonly onClose: () => void;
}

function RenameDialog({ conversation, onClose }: DialogProps) {
  const [title, setTitle] = useState(conversation.title);
  const rename = useRenameConversation();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rename.mutate({ id: conversation.id, title: title.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog onClose={onClose} title={m.renameTitle}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <ErrorNote error={rename.error} />
        <Field
          label={m.name}
          required
          maxLength={100}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <Button
          type="submit"
          look="primary"
          className="self-end"
          busy={rename.isPending}
          disabled={title.trim() === ""}
        >
          {m.save}
        </Button>
      </form>
    </Dialog>
  );
}

function DeleteDialog({ conversation, onClose, onGone }: DialogProps & { onGone: () => void }) {
  const remove = useDeleteConversation();
  const confirm = (): void =>
    remove.mutate(conversation.id, {
      onSuccess: () => {
        onClose();
        onGone();
      },
    });
  return (
    <Dialog onClose={onClose} title={m.deleteTitle(conversation.title)} description={m.deleteText}>
      <ErrorNote error={remove.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{m.cancel}</Button>
        <Button look="danger" busy={remove.isPending} onClick={confirm}>
          {m.delete}
        </Button>
      </div>
    </Dialog>
  );
}
