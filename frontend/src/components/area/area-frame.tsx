import { Link, type LinkOptions } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export interface AreaPage {
  readonly link: LinkOptions;
  readonly name: string;
  readonly icon: LucideIcon;
  /** Its address begins those of its siblings: it is the page only where it is the whole. */
  readonly exact?: boolean;
}

/** Pages that belong together, with the way between them above. */
export function AreaFrame({
  name,
  pages,
  children,
}: {
  readonly name: string;
  readonly pages: readonly AreaPage[];
  readonly children: ReactNode;
}) {
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-5 px-4 pt-5 pb-28 md:px-8 md:pt-8">
      <nav aria-label={name} className="-mx-1 flex flex-wrap gap-1 border-b border-line pb-2">
        {pages.map(({ link, name: title, icon: Icon, exact = false }) => (
          <Link
            key={title}
            {...link}
            activeOptions={{ exact, includeSearch: false }}
            className="flex items-center gap-2 rounded-lg px-2.5 py-1.5 text-muted hover:bg-hover hover:text-text data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-text pointer-coarse:py-2.5"
          >
            <Icon aria-hidden size={16} className="shrink-0" />
            {title}
          </Link>
        ))}
      </nav>
      {children}
    </div>
  );
}
