import { useSuspenseQuery } from "@tanstack/react-query";
import { MoreHorizontal, Tag } from "lucide-react";
import { useState } from "react";
import { labelsOptions } from "@/api/labels/list-labels";
import type { LabelOut } from "@/api/schema.gen";
import { NotFound } from "@/components/layout/not-found";
import { Page } from "@/components/layout/page";
import { TaskList } from "@/components/tasks/task-list";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Menu } from "@/components/ui/menu";
import { TagDot } from "../dot";
import { m } from "../messages";
import { NameInput } from "../name-input";
import { useLabelDeeds } from "../use-label-deeds";
import { labelTasks } from "./queries";

/** The open tasks that have a label. */
export function LabelPage({ id }: { readonly id: string }) {
  const { data: labels } = useSuspenseQuery(labelsOptions());
  const label = labels.find((each) => each.id === id);
  return label ? <Shown key={id} label={label} /> : <NotFound />;
}

function Shown({ label }: { readonly label: LabelOut }) {
  const deeds = useLabelDeeds(label);
  const [isNaming, setIsNaming] = useState(false);
  return (
    <Page
      named={label.name}
      title={
        isNaming ? (
          <NameInput
            label={m.newName(label.name)}
            value={label.name}
            maxLength={60}
            onName={deeds.rename}
            onClose={() => setIsNaming(false)}
          />
        ) : (
          <span className="flex items-center gap-2.5">
            <TagDot color={label.color} />
            <bdi className="truncate">{label.name}</bdi>
          </span>
        )
      }
      actions={
        <Menu
          trigger={
            <Button look="quiet" size="icon" aria-label={m.menuOf(label.name)}>
              <MoreHorizontal aria-hidden size={18} />
            </Button>
          }
        >
          {deeds.menu(() => setIsNaming(true))}
        </Menu>
      }
    >
      {deeds.dialogs}
      <TaskList
        query={labelTasks(label.name)}
        label={label.name}
        showProject
        empty={
          <EmptyState
            icon={<Tag size={28} />}
            title={m.emptyLabelTitle(label.name)}
            text={m.emptyLabelText(label.name)}
          />
        }
      />
    </Page>
  );
}
