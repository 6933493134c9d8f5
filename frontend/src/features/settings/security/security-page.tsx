import { useMe } from "@/api/me/get-me";
import { m as all } from "../messages";
import { SettingsPage } from "../parts/settings-page";
import { AuditSection } from "./audit-section";
import { DevicesSection } from "./devices-section";
import { IdentitiesSection } from "./identities-section";
import { m } from "./messages";
import { PasskeysSection } from "./passkeys-section";
import { PasswordSection } from "./password-section";
import { SecondFactorSection } from "./second-factor-section";

/** Who gets into the account, and how. */
export function SecurityPage() {
  const { has_password } = useMe().sign_in_methods;
  return (
    <SettingsPage title={all.pages.security} lead={m.lead}>
      <PasswordSection hasPassword={has_password} />
      <SecondFactorSection />
      <PasskeysSection />
      <IdentitiesSection />
      <DevicesSection />
      <AuditSection />
    </SettingsPage>
  );
}
