import { Link } from "@tanstack/react-router";
import { m as all } from "../messages";
import { SettingsPage } from "../parts/settings-page";
import { ChannelsSection } from "./channels-section";
import { DefaultsSection } from "./defaults-section";
import { m } from "./messages";
import { QuietSection } from "./quiet-section";
import { SummariesSection } from "./summaries-section";
import { VacationsSection } from "./vacations-section";

/** How, when and through what somebody is reminded. */
export function NotificationsPage() {
  return (
    <SettingsPage title={all.pages.notifications} lead={<Lead />}>
      <ChannelsSection />
      <DefaultsSection />
      <QuietSection />
      <SummariesSection />
      <VacationsSection />
    </SettingsPage>
  );
}

function Lead() {
  return (
    <>
      {m.lead}{" "}
      <Link to="/deliveries" search={{}} className="text-accent underline">
        {m.deliveries}
      </Link>
    </>
  );
}
