import { ChevronRight, Plus } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { useFolded } from "../folded";

/** A part of the sidebar that can be folded, with a way to make something new in it. */
export function SidebarSection({
  id,
  title,
  newTitle,
  onNew,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly newTitle: string;
  readonly onNew: () => void;
  readonly children: ReactNode;
}) {
  const [isFolded, toggle] = useFolded(`sidebar.${id}`);
  const listId = useId();
  const addNew = (): void => {
    if (isFolded) toggle();
    onNew();
  };
  return (
    <section aria-label={title}>
      <div className="flex items-center pr-0.5">
        <h2 className="grow">
          <button
            type="button"
            aria-expanded={!isFolded}
            aria-controls={listId}
            onClick={toggle}
            className="flex w-full items-center gap-1 rounded-lg py-1 pl-2 text-sm font-medium text-muted hover:text-text pointer-coarse:py-2.5"
          >
            <ChevronRight
              aria-hidden
              size={14}
              className={cn("transition rtl:rotate-180", !isFolded && "rotate-90 rtl:rotate-90")}
            />
            {title}
          </button>
        </h2>
        <Button look="quiet" size="icon" className="size-7" aria-label={newTitle} onClick={addNew}>
          <Plus aria-hidden size={16} />
        </Button>
      </div>
      <div id={listId} hidden={isFolded}>
        {isFolded ? null : children}
      </div>
    </section>
  );
}

/** What stands in a part of the sidebar that has nothing in it. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className="py-1 pr-2 pl-7 text-sm text-muted">{children}</p>;
}
