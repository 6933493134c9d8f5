import { useDroppable } from "@dnd-kit/core";
import { SortableContext, verticalListSortingStrategy } from "@dnd-kit/sortable";
import type { SectionOut } from "@/api/schema.gen";
import { cn } from "@/lib/cn";
import { m } from "../messages";
import { AddTask } from "./add-task";
import { type CardProps, SortableCard } from "./card";
import type { Column } from "./columns";
import { SectionTitle } from "./section-menu";

interface ColumnProps extends Omit<CardProps, "task"> {
  readonly column: Column;
  readonly sections: readonly SectionOut[];
  readonly projectId: string;
}

/** A column of a board, with a place for another card at its foot. */
export function BoardColumn({ column, sections, projectId, ...card }: ColumnProps) {
  const { setNodeRef, isOver } = useDroppable({ id: column.id });
  const { section, name, tasks } = column;
  const title = (
    <h2 className="flex min-w-0 items-baseline gap-2 font-semibold">
      <bdi className="truncate">{name}</bdi>
      <span className="text-sm font-normal text-muted tabular-nums">{tasks.length || null}</span>
    </h2>
  );
  return (
    <section
      ref={setNodeRef}
      aria-label={name}
      className={cn(
        "flex max-h-full w-[min(19rem,82vw)] shrink-0 snap-center flex-col rounded-2xl bg-hover p-2 dark:bg-surface md:snap-start",
        isOver && "ring-2 ring-accent/50",
      )}
    >
      <div className="flex min-h-9 items-center gap-1 pl-2">
        {section ? (
          <SectionTitle
            isBoard
            section={section}
            sections={sections}
            projectId={projectId}
            tasks={tasks.length}
          >
            {title}
          </SectionTitle>
        ) : (
          title
        )}
      </div>
      <SortableContext items={tasks.map((task) => task.id)} strategy={verticalListSortingStrategy}>
        <ul className="flex min-h-2 flex-col gap-2 overflow-y-auto p-1">
          {tasks.map((task) => (
            <SortableCard key={task.id} task={task} {...card} />
          ))}
        </ul>
      </SortableContext>
      {tasks.length === 0 ? <p className="px-3 py-2 text-sm text-muted">{m.emptySection}</p> : null}
      <AddTask
        place={{ project_id: projectId, ...(section ? { section_id: section.id } : {}) }}
        name={name}
        className="px-2"
      />
    </section>
  );
}
