import { Row, Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { type Choices, choose, LANGUAGES, useChoices } from "@/lib/choices";
import { m as core } from "@/messages/core";
import { m } from "../messages";
import { Switch } from "../parts/switch";

const NAMES = { en: "English", de: "Deutsch" } as const;
const THEMES: readonly (readonly [Choices["theme"], string])[] = [
  ["system", core.themeSystem],
  ["light", core.themeLight],
  ["dark", core.themeDark],
];

/** What is chosen for this browser alone. */
export function BrowserSection() {
  const { theme, language, singleKeys } = useChoices();
  const speak = (value: string): void => {
    choose({ language: LANGUAGES.find((each) => each === value) ?? null });
    location.reload(); // the texts of a page are those of one language
  };
  return (
    <Section title={m.profile.browserTitle} text={m.profile.browserText}>
      <Row label={core.theme} htmlFor="theme">
        <Select
          id="theme"
          value={theme}
          onChange={(event) => choose({ theme: event.target.value as Choices["theme"] })}
        >
          {THEMES.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </Select>
      </Row>
      <Row label={m.profile.language} hint={m.profile.languageHint} htmlFor="language">
        <Select
          id="language"
          aria-describedby="language-hint"
          value={language ?? ""}
          onChange={(event) => speak(event.target.value)}
        >
          <option value="">{m.profile.languageOfBrowser}</option>
          {LANGUAGES.map((each) => (
            <option key={each} value={each} lang={each}>
              {NAMES[each]}
            </option>
          ))}
        </Select>
      </Row>
      <Row label={m.profile.singleKeys} hint={m.profile.singleKeysHint} htmlFor="single-keys">
        <Switch
          id="single-keys"
          checked={singleKeys}
          onChange={(checked) => choose({ singleKeys: checked })}
        />
      </Row>
    </Section>
  );
}
