import { useQuery } from "@tanstack/react-query";
import { Folder, Inbox } from "lucide-react";
import { useState } from "react";
import { projectsOptions } from "@/api/projects/list-projects";
import { type Choice, PickList } from "@/components/ui/pick-list";
import { m } from "@/messages/picker";
import type { PickerProps } from "./picker-props";
import { useTaskActions } from "./use-task-actions";

const INBOX = "";

/** Which project tasks go to. */
export function ProjectPicker({ tasks, onDone }: PickerProps) {
  const actions = useTaskActions();
  const { data: projects = [] } = useQuery(projectsOptions());
  const [text, setText] = useState("");
  const isIn = (id: string | null): boolean => tasks.every((task) => task.project_id === id);
  const all: Choice[] = [
    {
      id: INBOX,
      name: m.noProject,
      icon: <Inbox aria-hidden size={16} className="text-muted" />,
      picked: isIn(null),
    },
    ...projects
      .filter((project) => !project.archived)
      .map(({ id, name, color }) => ({
        id,
        name,
        icon: (
          <Folder
            aria-hidden
            size={16}
            className="text-muted"
            style={color ? { color } : undefined}
          />
        ),
        picked: isIn(id),
      })),
  ];
  const found = all.filter(({ name }) =>
    name.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()),
  );
  return (
    <PickList
      label={m.findProject}
      choices={found}
      onPick={({ id, name, picked }) => {
        if (picked !== true) actions.project(tasks, id === INBOX ? null : id, name);
        onDone();
      }}
      search={{ text, onText: setText }}
      none={m.noProjects}
    />
  );
}
