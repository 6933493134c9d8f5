import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { filtersOptions } from "@/api/filters/list-filters";
import { labelsOptions } from "@/api/labels/list-labels";
import { useMe } from "@/api/me/get-me";
import { projectsOptions } from "@/api/projects/list-projects";
import { adminLink, opsLink } from "@/components/area/links";
import { type Command, useCommands } from "@/lib/commands";
import { m as core } from "@/messages/core";
import { m } from "../messages";

/** Every list can be gone to from the palette, some by keys. */
export function usePlaceCommands(): void {
  const router = useRouter();
  const { role } = useMe();
  const { data: projects } = useQuery(projectsOptions());
  const { data: filters } = useQuery(filtersOptions());
  const { data: labels } = useQuery(labelsOptions());
  const commands = useMemo((): Command[] => {
    const go = (id: string, title: string, run: () => void, keys?: string): Command => ({
      id,
      title,
      group: "go",
      run,
      ...(keys ? { keys } : {}),
    });
    return [
      go("search", core.search, () => void router.navigate({ to: "/search" }), "/"),
      go("projects", m.allProjects, () => void router.navigate({ to: "/projects" }), "g p"),
      go("log", core.log, () => void router.navigate({ to: "/log" }), "g l"),
      go("trash", core.trash, () => void router.navigate({ to: "/trash" }), "g x"),
      go("deliveries", m.deliveries, () => void router.navigate({ to: "/deliveries" })),
      go("filter.new", m.newFilter, () => void router.navigate({ to: "/filters/new" }), "g f"),
      ...(role === "user"
        ? []
        : [
            go("ops", m.operations, () => void router.navigate(opsLink(""))),
            go("ops.letters", m.deadLetters, () => void router.navigate(opsLink("dead-letters"))),
            go("ops.timeline", m.timeline, () => void router.navigate(opsLink("timeline"))),
          ]),
      ...(role === "admin"
        ? [go("admin", m.accounts, () => void router.navigate(adminLink("users")))]
        : []),
      ...(projects ?? []).map(({ id, name }) =>
        go(
          `project.${id}`,
          name,
          () => void router.navigate({ to: "/projects/$projectId", params: { projectId: id } }),
        ),
      ),
      ...(filters ?? []).map(({ id, name }) =>
        go(
          `filter.${id}`,
          name,
          () => void router.navigate({ to: "/filters/$filterId", params: { filterId: id } }),
        ),
      ),
      ...(labels ?? []).map(({ id, name }) =>
        go(
          `label.${id}`,
          `@${name}`,
          () => void router.navigate({ to: "/labels/$labelId", params: { labelId: id } }),
        ),
      ),
    ];
  }, [router, role, projects, filters, labels]);
  useCommands(commands);
}
