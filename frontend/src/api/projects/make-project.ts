import { api, body } from "../client";
import type { ProjectCreate, ProjectOut } from "../schema.gen";

/** Makes a project, behind the others; `key` makes it once however often it is sent. */
export function createProject(project: ProjectCreate, key: string): Promise<ProjectOut> {
  return body(
    api.POST("/api/projects", { body: project, params: { header: { "Idempotency-Key": key } } }),
  );
}
