import { useNavigate } from "@tanstack/react-router";
import { useCreateProject } from "@/api/projects/create-project";
import { m } from "./messages";
import { NameInput } from "./name-input";
import { useTold } from "./use-told";

/** Asks for the name of a new project, and shows the project once it is there. */
export function NewProjectInput({
  className,
  onClose,
}: {
  readonly className: string;
  readonly onClose: () => void;
}) {
  const create = useTold(useCreateProject());
  const navigate = useNavigate();
  const show = (projectId: string): void =>
    void navigate({ to: "/projects/$projectId", params: { projectId } });
  return (
    <NameInput
      label={m.projectName}
      className={className}
      onName={(name) => create({ name }, { onSuccess: ({ id }) => show(id) })}
      onClose={onClose}
    />
  );
}
