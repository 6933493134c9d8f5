import { useQuery } from "@tanstack/react-query";
import { FolderOpen, Rows3 } from "lucide-react";
import { projectsOptions } from "@/api/projects/list-projects";
import type { TaskOut } from "@/api/schema.gen";
import { sectionsOptions } from "@/api/sections/list-sections";
import { ChoiceMenu } from "./choice-menu";
import { FieldNote } from "./field-note";
import { m } from "./messages";
import { Property } from "./property";
import { type FieldSpec, useField } from "./use-field";

interface Place {
  readonly project: string | null;
  readonly section: string | null;
}

export const PLACE: FieldSpec<Place> = {
  name: "place",
  read: (task) => ({ project: task.project_id, section: task.section_id }),
  equal: (one, other) => one.project === other.project && one.section === other.section,
  fields: ({ project, section }) => ({ project_id: project, section_id: section }),
  shown: ({ project, section }) => ({ project_id: project, section_id: section }),
  asksScope: true,
};

const NOWHERE = "-";

/** Project and section: one field, since a section is of its project alone. */
export function PlaceField({ task }: { readonly task: TaskOut }) {
  const field = useField(task, PLACE);
  const { data: projects } = useQuery(projectsOptions());
  const { project, section } = field.value;
  const { data: sections } = useQuery({
    ...sectionsOptions(project ?? ""),
    enabled: project !== null,
  });
  const nameOf = (id: string | null): string =>
    projects?.find((each) => each.id === id)?.name ?? (id === null ? m.inbox : "…");
  const sectionName = (id: string | null): string =>
    sections?.find((each) => each.id === id)?.name ?? "";
  const open = projects?.filter((each) => !each.archived || each.id === project) ?? [];
  return (
    <>
      <Property icon={<FolderOpen size={16} />} name={m.project}>
        <ChoiceMenu
          label={m.project}
          value={project ?? NOWHERE}
          onChoose={(id) => void field.pick({ project: id === NOWHERE ? null : id, section: null })}
          choices={[
            { value: NOWHERE, name: m.inbox },
            ...open.map(({ id, name }) => ({ value: id, name })),
          ]}
        >
          <bdi className="truncate">{nameOf(project)}</bdi>
        </ChoiceMenu>
        <FieldNote
          field={field}
          name={m.project}
          say={(place) =>
            [nameOf(place.project), sectionName(place.section)].filter(Boolean).join(" / ")
          }
        />
      </Property>
      {project !== null && sections !== undefined && sections.length > 0 ? (
        <Property icon={<Rows3 size={16} />} name={m.section}>
          <ChoiceMenu
            label={m.section}
            value={section ?? NOWHERE}
            onChoose={(id) => void field.pick({ project, section: id === NOWHERE ? null : id })}
            choices={[
              { value: NOWHERE, name: m.noSection },
              ...sections.map(({ id, name }) => ({ value: id, name })),
            ]}
          >
            <bdi className={section === null ? "text-muted" : "truncate"}>
              {sectionName(section) || m.noSection}
            </bdi>
          </ChoiceMenu>
        </Property>
      ) : null}
    </>
  );
}
