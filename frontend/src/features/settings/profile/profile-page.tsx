import { m } from "../messages";
import { SettingsPage } from "../parts/settings-page";
import { AddressSection } from "./address-section";
import { BrowserSection } from "./browser-section";
import { NameSection } from "./name-section";
import { TimeSection } from "./time-section";
import { ZoneSection } from "./zone-section";

/** Who somebody is here, and how they read times. */
export function ProfilePage() {
  return (
    <SettingsPage title={m.pages.profile}>
      <NameSection />
      <AddressSection />
      <ZoneSection />
      <TimeSection />
      <BrowserSection />
    </SettingsPage>
  );
}
