import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { ChevronRight, FolderOpen } from "lucide-react";
import { useId } from "react";
import type { ProjectOut, SectionOut } from "@/api/schema.gen";
import { sectionsOptions } from "@/api/sections/list-sections";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { TaskList } from "@/components/tasks/task-list";
import { EmptyState } from "@/components/ui/empty-state";
import { cn } from "@/lib/cn";
import { useFolded } from "../folded";
import { m } from "../messages";
import { AddSection } from "./add-section";
import { AddTask } from "./add-task";
import { projectTasks } from "./queries";
import { SectionTitle } from "./section-menu";

/** A project as a list: what is in no section first, then section by section. */
export function ProjectListView({ project }: { readonly project: ProjectOut }) {
  const { data: tasks } = useSuspenseInfiniteQuery(taskListOptions(projectTasks(project.id)));
  const { data: sections } = useSuspenseQuery(sectionsOptions(project.id));
  const isEmpty = tasks.length === 0 && sections.length === 0;
  return (
    <>
      {isEmpty ? (
        <EmptyState
          icon={<FolderOpen size={28} />}
          title={m.emptyProjectTitle}
          text={m.emptyProjectText}
        />
      ) : null}
      <TaskList
        query={{ ...projectTasks(project.id), section: null }}
        label={m.noSection}
        empty={null}
        manual
      />
      <AddTask place={{ project_id: project.id }} name={project.name} />
      {sections.map((section) => (
        <Section
          key={section.id}
          section={section}
          sections={sections}
          projectId={project.id}
          count={tasks.filter((task) => task.section_id === section.id).length}
        />
      ))}
      <AddSection projectId={project.id} className="mt-5" />
    </>
  );
}

function Section({
  section,
  sections,
  projectId,
  count,
}: {
  readonly section: SectionOut;
  readonly sections: readonly SectionOut[];
  readonly projectId: string;
  readonly count: number;
}) {
  const [isFolded, toggle] = useFolded(section.id);
  const listId = useId();
  return (
    <section aria-label={section.name} className="mt-6">
      <div className="flex min-h-9 items-center gap-1 border-b border-line pb-1">
        <SectionTitle section={section} sections={sections} projectId={projectId} tasks={count}>
          <h2 className="flex min-w-0 font-semibold">
            <button
              type="button"
              aria-expanded={!isFolded}
              aria-controls={listId}
              onClick={toggle}
              className="-ml-1.5 flex min-w-0 items-center gap-1.5 rounded-md pr-2"
            >
              <ChevronRight
                aria-hidden
                size={16}
                className={cn("shrink-0 text-muted transition", !isFolded && "rotate-90")}
              />
              <bdi className="truncate">{section.name}</bdi>
              <span className="text-sm font-normal text-muted tabular-nums">{count || null}</span>
            </button>
          </h2>
        </SectionTitle>
      </div>
      <div id={listId} hidden={isFolded}>
        {isFolded ? null : (
          <>
            <TaskList
              query={{ ...projectTasks(projectId), section: section.id }}
              label={section.name}
              empty={null}
              manual
            />
            <AddTask
              place={{ project_id: projectId, section_id: section.id }}
              name={section.name}
            />
          </>
        )}
      </div>
    </section>
  );
}
