import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, type LinkOptions, linkOptions, useNavigate } from "@tanstack/react-router";
import { CircleAlert, Filter, Gauge, History, Search, Trash2, Users } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { filtersOptions } from "@/api/filters/list-filters";
import { useCreateLabel } from "@/api/labels/create-label";
import { labelsOptions } from "@/api/labels/list-labels";
import { useMe } from "@/api/me/get-me";
import { projectsOptions } from "@/api/projects/list-projects";
import type { FilterOut, LabelOut } from "@/api/schema.gen";
import { viewCountsOptions } from "@/api/views/count-views";
import { adminLink, opsLink } from "@/components/area/links";
import { m as core } from "@/messages/core";
import { TagDot } from "../dot";
import { m } from "../messages";
import { NameInput } from "../name-input";
import { NewProjectInput } from "../new-project-input";
import { favouritesFirst } from "../order";
import { useFilterDeeds } from "../use-filter-deeds";
import { useLabelDeeds } from "../use-label-deeds";
import { useTold } from "../use-told";
import { PlaceRow } from "./place-row";
import { ProjectList } from "./project-list";
import { Nothing, SidebarSection } from "./section";
import { usePlaceCommands } from "./use-place-commands";

/** Projects, filters, labels, and what is done and deleted: all that is not a view. */
export function Sidebar() {
  usePlaceCommands();
  return (
    <div className="flex flex-col gap-0.5 pb-2">
      <SidebarLink link={linkOptions({ to: "/search" })} icon={<Search aria-hidden size={18} />}>
        {core.search}
      </SidebarLink>
      <PlaceLists />
      <nav aria-label={m.history} className="mt-4 flex flex-col gap-0.5">
        <SidebarLink link={linkOptions({ to: "/log" })} icon={<History aria-hidden size={18} />}>
          {core.log}
        </SidebarLink>
        <SidebarLink link={linkOptions({ to: "/trash" })} icon={<Trash2 aria-hidden size={18} />}>
          {core.trash}
        </SidebarLink>
      </nav>
      <Offices />
    </div>
  );
}

/** What those see who look after the system or its accounts. */
function Offices() {
  const { role } = useMe();
  if (role === "user") return null;
  return (
    <nav aria-label={m.offices} className="mt-4 flex flex-col gap-0.5">
      <SidebarLink link={opsLink("")} icon={<Gauge aria-hidden size={18} />}>
        {m.operations}
      </SidebarLink>
      {role === "admin" ? (
        <SidebarLink link={adminLink("users")} icon={<Users aria-hidden size={18} />}>
          {m.accounts}
        </SidebarLink>
      ) : null}
    </nav>
  );
}

/** The lists that somebody made. */
export function PlaceLists() {
  return (
    <nav aria-label={m.lists} className="mt-4 flex flex-col gap-3">
      <Projects />
      <Filters />
      <Labels />
    </nav>
  );
}

export function SidebarLink({
  link,
  icon,
  children,
}: {
  readonly link: LinkOptions;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Link
      {...link}
      className="flex items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-muted hover:bg-hover hover:text-text data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-text pointer-coarse:py-2.5"
    >
      {icon}
      {children}
    </Link>
  );
}

function Projects() {
  const { data: projects } = useQuery(projectsOptions());
  const { data: counts } = useQuery(viewCountsOptions());
  const [isNew, setIsNew] = useState(false);
  return (
    <SidebarSection
      id="projects"
      title={m.projects}
      newTitle={m.newProject}
      onNew={() => setIsNew(true)}
    >
      {projects ? <ProjectList projects={projects} counts={counts?.projects ?? {}} /> : null}
      {isNew ? <NewProjectInput className="mt-0.5" onClose={() => setIsNew(false)} /> : null}
      {projects?.length === 0 && !isNew ? <Nothing>{m.noProjects}</Nothing> : null}
      <Link
        to="/projects"
        activeOptions={{ exact: true }}
        className="mt-px block rounded-lg py-1.5 pr-2 pl-9.5 text-sm text-muted hover:bg-hover hover:text-text data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-text pointer-coarse:py-2.5"
      >
        {m.allProjects}
      </Link>
    </SidebarSection>
  );
}

function Filters() {
  const { data: filters } = useQuery(filtersOptions());
  const { data: counts } = useQuery(viewCountsOptions());
  const navigate = useNavigate();
  return (
    <SidebarSection
      id="filters"
      title={m.filters}
      newTitle={m.newFilter}
      onNew={() => void navigate({ to: "/filters/new" })}
    >
      <ul className="flex flex-col gap-px">
        {favouritesFirst(filters ?? []).map((filter) => (
          <FilterRow key={filter.id} filter={filter} count={counts?.filters?.[filter.id] ?? 0} />
        ))}
      </ul>
      {filters?.length === 0 ? <Nothing>{m.noFilters}</Nothing> : null}
    </SidebarSection>
  );
}

function FilterRow({ filter, count }: { readonly filter: FilterOut; readonly count: number }) {
  const deeds = useFilterDeeds(filter);
  return (
    <>
      <PlaceRow
        id={filter.id}
        name={filter.name}
        icon={
          <Filter
            aria-hidden
            size={16}
            className="mx-px shrink-0"
            style={filter.color === null ? undefined : { color: filter.color }}
          />
        }
        count={count}
        note={
          filter.problem ? (
            <CircleAlert
              role="img"
              aria-label={filter.problem.message}
              size={14}
              className="text-danger"
            />
          ) : undefined
        }
        isFavorite={filter.is_favorite}
        link={linkOptions({ to: "/filters/$filterId", params: { filterId: filter.id } })}
        onRename={deeds.rename}
        menu={deeds.menu}
      />
      {deeds.dialogs}
    </>
  );
}

function Labels() {
  const { data: labels } = useQuery(labelsOptions());
  const { data: counts } = useQuery(viewCountsOptions());
  const create = useTold(useCreateLabel());
  const [isNew, setIsNew] = useState(false);
  useNewLabels(labels, counts?.labels);
  return (
    <SidebarSection id="labels" title={m.labels} newTitle={m.newLabel} onNew={() => setIsNew(true)}>
      <ul className="flex flex-col gap-px">
        {favouritesFirst(labels ?? []).map((label) => (
          <LabelRow
            key={label.id}
            label={label}
            count={counts?.labels[label.name] ?? (counts ? 0 : label.open_tasks)}
          />
        ))}
      </ul>
      {isNew ? (
        <NameInput
          label={m.labelName}
          maxLength={60}
          className="mt-0.5"
          onName={(name) => create({ name })}
          onClose={() => setIsNew(false)}
        />
      ) : null}
      {labels?.length === 0 && !isNew ? <Nothing>{m.noLabels}</Nothing> : null}
    </SidebarSection>
  );
}

/** Labels come with tasks: one that is counted and not listed is asked for. */
function useNewLabels(
  labels: readonly LabelOut[] | undefined,
  counted: Readonly<Record<string, number>> | undefined,
): void {
  const client = useQueryClient();
  useEffect(() => {
    if (labels === undefined || counted === undefined) return;
    const known = new Set(labels.map((label) => label.name));
    if (Object.keys(counted).some((name) => !known.has(name))) {
      void client.invalidateQueries({ queryKey: labelsOptions().queryKey });
    }
  }, [client, counted, labels]);
}

function LabelRow({ label, count }: { readonly label: LabelOut; readonly count: number }) {
  const deeds = useLabelDeeds(label);
  return (
    <>
      <PlaceRow
        id={label.id}
        name={label.name}
        icon={<TagDot color={label.color} />}
        count={count}
        isFavorite={label.is_favorite}
        maxLength={60}
        link={linkOptions({ to: "/labels/$labelId", params: { labelId: label.id } })}
        onRename={deeds.rename}
        menu={deeds.menu}
      />
      {deeds.dialogs}
    </>
  );
}
