import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { FolderOpen, Plus } from "lucide-react";
import { useState } from "react";
import { archivedProjectsOptions, projectsOptions } from "@/api/projects/list-projects";
import { viewCountsOptions } from "@/api/views/count-views";
import { Page } from "@/components/layout/page";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { m } from "../messages";
import { NewProjectInput } from "../new-project-input";
import { ProjectList, ProjectRow } from "../sidebar/project-list";

/** All projects, and those in the archive. */
export function ProjectsPage() {
  const { data: projects } = useSuspenseQuery(projectsOptions());
  const { data: counts } = useQuery(viewCountsOptions());
  const [isNew, setIsNew] = useState(false);
  const isEmpty = projects.length === 0 && !isNew;
  const add = (
    <Button look={isEmpty ? "primary" : "plain"} onClick={() => setIsNew(true)}>
      <Plus aria-hidden size={16} />
      {m.newProject}
    </Button>
  );
  return (
    <Page title={m.projects} actions={isEmpty ? undefined : add}>
      {isNew ? (
        <NewProjectInput className="mb-3 px-3 py-2" onClose={() => setIsNew(false)} />
      ) : null}
      {isEmpty ? (
        <EmptyState
          icon={<FolderOpen size={28} />}
          title={m.emptyProjectsTitle}
          text={m.emptyProjectsText}
          action={add}
        />
      ) : (
        <ProjectList projects={projects} counts={counts?.projects ?? {}} />
      )}
      <Archived />
    </Page>
  );
}

function Archived() {
  const { data: projects, error, refetch } = useQuery(archivedProjectsOptions());
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (projects === undefined || projects.length === 0) return null;
  return (
    <section aria-labelledby="archived" className="mt-8">
      <h2 id="archived" className="mb-2 font-semibold">
        {m.archivedProjects}
      </h2>
      <ul className="flex flex-col gap-px">
        {projects.map((project) => (
          <ProjectRow key={project.id} project={project} count={0} />
        ))}
      </ul>
    </section>
  );
}
