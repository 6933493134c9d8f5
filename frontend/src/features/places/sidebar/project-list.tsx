import { linkOptions } from "@tanstack/react-router";
import { useState } from "react";
import { useOrderProjects } from "@/api/projects/order-projects";
import type { ProjectOut } from "@/api/schema.gen";
import { Dot } from "../dot";
import { m } from "../messages";
import { favouritesFirst, moved } from "../order";
import { useProjectDeeds } from "../use-project-deeds";
import { useTold } from "../use-told";
import { focusPlace, PlaceRow } from "./place-row";

const isSameGroup = (one: ProjectOut, other: ProjectOut): boolean =>
  one.is_favorite === other.is_favorite;

/** The projects, favourites first; each can be moved in its group. */
export function ProjectList({
  projects,
  counts,
}: {
  readonly projects: readonly ProjectOut[];
  readonly counts: Readonly<Record<string, number>>;
}) {
  const order = useTold(useOrderProjects());
  const [said, setSaid] = useState("");
  const shown = favouritesFirst(projects);
  const move = (project: ProjectOut, step: -1 | 1): void => {
    const ids = moved(shown, project.id, step, isSameGroup);
    if (ids === null) return;
    order(ids);
    setSaid(m.nowAt(project.name, ids.indexOf(project.id) + 1, ids.length));
    focusPlace(project.id);
  };
  return (
    <>
      <ul className="flex flex-col gap-px">
        {shown.map((project) => (
          <ProjectRow
            key={project.id}
            project={project}
            count={counts[project.id] ?? 0}
            onMove={(step) => move(project, step)}
          />
        ))}
      </ul>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
    </>
  );
}

export function ProjectRow({
  project,
  count,
  onMove,
}: {
  readonly project: ProjectOut;
  readonly count: number;
  readonly onMove?: (step: -1 | 1) => void;
}) {
  const deeds = useProjectDeeds(project, count);
  return (
    <>
      <PlaceRow
        id={project.id}
        name={project.name}
        icon={<Dot color={project.color} />}
        count={count}
        isFavorite={project.is_favorite}
        link={linkOptions({ to: "/projects/$projectId", params: { projectId: project.id } })}
        onRename={deeds.rename}
        {...(onMove ? { onMove } : {})}
        menu={(rename) => deeds.menu({ rename, onMove })}
      />
      {deeds.dialogs}
    </>
  );
}
