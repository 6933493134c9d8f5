import type { ProjectOut } from "@/api/schema.gen";

/** A project as a board: a column for each section. */
export function Board({ project }: { readonly project: ProjectOut }) {
  return <p>{project.name}</p>;
}
