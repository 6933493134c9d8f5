import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { importsOptions } from "@/api/imports/imports";
import { Section } from "@/components/ui/section";
import { ImportForm } from "./import-form";
import { ImportItem } from "./import-item";
import { m } from "./messages";

/** Files of this and other programs come in: tried out first if one likes, or at once. */
export function ImportSection() {
  const { data: imports } = useSuspenseQuery(importsOptions());
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <Section title={m.import.title} text={m.import.text}>
      <ImportForm onUploaded={(made) => setOpenId(made.id)} />
      {imports.length > 0 ? (
        <ul
          aria-label={m.import.list}
          className="-my-1.5 flex flex-col divide-y divide-line empty:hidden"
        >
          {imports.map((each) => (
            <ImportItem
              key={each.id}
              transfer={each}
              isOpen={openId === each.id}
              onOpen={(isOpen) => setOpenId(isOpen ? each.id : null)}
            />
          ))}
        </ul>
      ) : null}
    </Section>
  );
}
