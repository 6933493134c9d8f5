import { m as all } from "../messages";
import { SettingsPage } from "../parts/settings-page";
import { ExportSection } from "./export-section";
import { FeedsSection } from "./feeds-section";
import { ImportSection } from "./import-section";
import { m } from "./messages";

/** What comes in, what goes out, and what calendars read. */
export function DataPage({ feedOf }: { readonly feedOf?: string | undefined }) {
  return (
    <SettingsPage title={all.pages.data} lead={m.lead}>
      <ImportSection />
      <ExportSection />
      <FeedsSection feedOf={feedOf} />
    </SettingsPage>
  );
}
