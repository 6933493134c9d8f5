import type { FilterOut } from "@/api/schema.gen";

export function FilterEditor({
  filter,
  query = "",
}: {
  readonly filter: FilterOut | null;
  readonly query?: string;
}) {
  return <p>{filter?.name ?? query}</p>;
}
