import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Columns3, List, MoreHorizontal } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { ProjectOut } from "@/api/schema.gen";
import { viewCountsOptions } from "@/api/views/count-views";
import { NotFound } from "@/components/layout/not-found";
import { Page } from "@/components/layout/page";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { SkeletonList } from "@/components/ui/skeleton";
import { Dot } from "../dot";
import { m } from "../messages";
import { NameInput } from "../name-input";
import { useProjectDeeds } from "../use-project-deeds";
import { ProjectListView } from "./project-list-view";
import { useProject } from "./use-project";

export type ProjectView = "list" | "board";

const Board = lazy(() => import("./board").then((module) => ({ default: module.Board })));

/** A project, as a list or as a board. */
export function ProjectPage({ id, view }: { readonly id: string; readonly view: ProjectView }) {
  const project = useProject(id);
  return project ? <Shown key={id} project={project} view={view} /> : <NotFound />;
}

function Shown({ project, view }: { readonly project: ProjectOut; readonly view: ProjectView }) {
  const { data: counts } = useQuery(viewCountsOptions());
  const deeds = useProjectDeeds(project, counts?.projects[project.id] ?? 0);
  const [isNaming, setIsNaming] = useState(false);
  const title = isNaming ? (
    <NameInput
      label={m.newName(project.name)}
      value={project.name}
      onName={deeds.rename}
      onClose={() => setIsNaming(false)}
    />
  ) : (
    <span className="flex items-center gap-2.5">
      <Dot color={project.color} />
      <bdi className="truncate">{project.name}</bdi>
    </span>
  );
  return (
    <Page
      wide={view === "board"}
      title={title}
      named={project.name}
      actions={
        <>
          <ViewSwitch />
          <Menu
            trigger={
              <Button look="quiet" size="icon" aria-label={m.menuOf(project.name)}>
                <MoreHorizontal aria-hidden size={18} />
              </Button>
            }
          >
            {deeds.menu({ rename: () => setIsNaming(true) })}
          </Menu>
        </>
      }
    >
      {deeds.dialogs}
      {project.archived ? (
        <div className="mb-4 flex flex-wrap items-center gap-3 rounded-lg bg-accent-soft px-3.5 py-2.5">
          <p className="grow">{m.archivedNote}</p>
          <Button size="small" onClick={deeds.unarchive}>
            {m.unarchive}
          </Button>
        </div>
      ) : null}
      <Suspense fallback={<SkeletonList />}>
        {view === "board" ? <Board project={project} /> : <ProjectListView project={project} />}
      </Suspense>
    </Page>
  );
}

const VIEWS = [
  { view: "list", name: m.list, icon: List },
  { view: "board", name: m.board, icon: Columns3 },
] as const;

function ViewSwitch() {
  return (
    <nav aria-label={m.viewOf} className="flex rounded-lg bg-hover p-0.5">
      {VIEWS.map(({ view, name, icon: Icon }) => (
        <Link
          key={view}
          to="."
          search={(before) => ({ ...before, view: view === "list" ? undefined : view })}
          activeOptions={{ exact: true }}
          className="flex items-center gap-1.5 rounded-md px-2.5 py-1 text-sm text-muted hover:text-text data-[status=active]:bg-surface data-[status=active]:font-medium data-[status=active]:text-text data-[status=active]:shadow-sm pointer-coarse:py-2.5"
        >
          <Icon aria-hidden size={15} />
          <span className="max-sm:sr-only">{name}</span>
        </Link>
      ))}
    </nav>
  );
}
