import { DndContext, DragOverlay } from "@dnd-kit/core";
import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useMe } from "@/api/me/get-me";
import type { ProjectOut, TaskOut } from "@/api/schema.gen";
import { sectionsOptions } from "@/api/sections/list-sections";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { usePlaceTask } from "@/api/tasks/place-task";
import { useDone } from "@/components/tasks/use-done";
import { useSay } from "@/components/tasks/use-say";
import { LoadMore } from "@/components/ui/load-more";
import { useNow } from "@/lib/use-now";
import { m } from "../messages";
import { AddSection } from "./add-section";
import { BoardColumn } from "./board-column";
import { Card } from "./card";
import { columnsOf, type Target } from "./columns";
import { projectTasks } from "./queries";
import { useBoardDrag } from "./use-board-drag";

/** A project as a board: a column for each section, cards that go from one to another. */
export function Board({ project }: { readonly project: ProjectOut }) {
  const pages = useSuspenseInfiniteQuery(taskListOptions(projectTasks(project.id)));
  const { data: sections } = useSuspenseQuery(sectionsOptions(project.id));
  const columns = useMemo(() => columnsOf(sections, pages.data), [sections, pages.data]);
  const onMove = useMove(project.id);
  const { lifted, context } = useBoardDrag(columns, onMove);
  const card = { now: useNow(), clockwork: useMe(), columns, onComplete: useDone(), onMove };
  return (
    <DndContext {...context}>
      <div className="-mx-4 flex snap-x snap-mandatory scroll-px-4 items-start gap-3 overflow-x-auto px-4 pb-4 md:-mx-8 md:snap-none md:px-8">
        {columns.map((column) => (
          <BoardColumn
            key={column.id}
            column={column}
            sections={sections}
            projectId={project.id}
            {...card}
          />
        ))}
        <div className="w-[min(19rem,82vw)] shrink-0 snap-center px-2 md:w-56">
          <AddSection projectId={project.id} className="w-full" />
        </div>
      </div>
      <LoadMore pages={pages} title={m.loadMore} />
      <DragOverlay>
        {lifted ? (
          <div inert>
            <Card task={lifted} {...card} isLifted />
          </div>
        ) : null}
      </DragOverlay>
    </DndContext>
  );
}

/** Moves a card, and says so with a way back where it left its column. */
function useMove(projectId: string): (task: TaskOut, target: Target) => void {
  const { mutateAsync: place } = usePlaceTask(projectTasks(projectId));
  const say = useSay();
  return useCallback(
    (task, { column, before }) => {
      const section = column.section?.id ?? null;
      place({ task, section, before }).then(({ undo_id: undoId }) => {
        if (undoId && section !== task.section_id) say.done(m.moved(column.name), undoId);
      }, say.failed);
    },
    [place, say],
  );
}
