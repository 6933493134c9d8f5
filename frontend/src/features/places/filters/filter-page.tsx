import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Filter, MoreHorizontal, SlidersHorizontal } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { filtersOptions } from "@/api/filters/list-filters";
import type { FilterOut } from "@/api/schema.gen";
import { NotFound } from "@/components/layout/not-found";
import { Page } from "@/components/layout/page";
import { TaskList } from "@/components/tasks/task-list";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Menu } from "@/components/ui/menu";
import { SkeletonList } from "@/components/ui/skeleton";
import { m } from "../messages";
import { NameInput } from "../name-input";
import { useFilterDeeds } from "../use-filter-deeds";

const FilterEditor = lazy(() =>
  import("./filter-editor").then((module) => ({ default: module.FilterEditor })),
);

/** What a saved filter finds, or the filter to be edited. */
export function FilterPage({ id, isEdited }: { readonly id: string; readonly isEdited: boolean }) {
  const { data: filters } = useSuspenseQuery(filtersOptions());
  const filter = filters.find((each) => each.id === id);
  if (filter === undefined) return <NotFound />;
  if (isEdited) {
    return (
      <Page title={m.editFilter}>
        <Suspense fallback={<SkeletonList />}>
          <FilterEditor key={id} filter={filter} />
        </Suspense>
      </Page>
    );
  }
  return <Shown key={id} filter={filter} />;
}

function Shown({ filter }: { readonly filter: FilterOut }) {
  const deeds = useFilterDeeds(filter);
  const [isNaming, setIsNaming] = useState(false);
  return (
    <Page
      named={filter.name}
      title={
        isNaming ? (
          <NameInput
            label={m.newName(filter.name)}
            value={filter.name}
            onName={deeds.rename}
            onClose={() => setIsNaming(false)}
          />
        ) : (
          <bdi>{filter.name}</bdi>
        )
      }
      lead={<code className="text-sm break-words">{filter.query}</code>}
      actions={
        <>
          <Button look="quiet" size="icon" aria-label={m.editFilter} onClick={deeds.edit}>
            <SlidersHorizontal aria-hidden size={18} />
          </Button>
          <Menu
            trigger={
              <Button look="quiet" size="icon" aria-label={m.menuOf(filter.name)}>
                <MoreHorizontal aria-hidden size={18} />
              </Button>
            }
          >
            {deeds.menu(() => setIsNaming(true))}
          </Menu>
        </>
      }
    >
      {deeds.dialogs}
      {filter.problem ? <Broken filter={filter} /> : <Found filter={filter} />}
    </Page>
  );
}

function Found({ filter }: { readonly filter: FilterOut }) {
  return (
    <TaskList
      query={{ filter_id: filter.id }}
      label={filter.name}
      showProject
      manual={filter.sort === "manual"}
      empty={
        <EmptyState
          icon={<Filter size={28} />}
          title={m.emptyFilterTitle}
          text={m.emptyFilterText}
        />
      }
    />
  );
}

function Broken({ filter }: { readonly filter: FilterOut }) {
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-lg bg-danger-soft px-3.5 py-3">
      <p>{filter.problem?.message}</p>
      <Link
        to="/filters/$filterId"
        params={{ filterId: filter.id }}
        search={{ edit: true }}
        className="self-start font-medium underline"
      >
        {m.editFilter}
      </Link>
    </div>
  );
}
