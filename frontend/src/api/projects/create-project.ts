import { useMutation, useQueryClient } from "@tanstack/react-query";
import { randomId } from "@/lib/secure";
import { api, body } from "../client";
import type { ProjectCreate, ProjectOut } from "../schema.gen";
import { projectKeys } from "./keys";

/** Makes a project, behind the others; `key` makes it once however often it is sent. */
export function createProject(project: ProjectCreate, key: string): Promise<ProjectOut> {
  return body(
    api.POST("/api/projects", { body: project, params: { header: { "Idempotency-Key": key } } }),
  );
}

export function useCreateProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (project: ProjectCreate) => createProject(project, randomId()),
    onSuccess: () => client.invalidateQueries({ queryKey: projectKeys.all }),
  });
}
