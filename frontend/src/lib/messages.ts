import { languageNow } from "./choices";

/**
 * Texts, by area, in the language that was chosen when the page was loaded.
 *
 * The catalogue is `src/messages/<language>/<area>.ts`; English says which texts there are, and
 * the type check that every other language has them. A feature asks for its area once, at the top
 * of its `messages.ts`, so that only the areas and the language in use are loaded.
 */
const areas = import.meta.glob<{ default: unknown }>("../messages/*/*.ts");

/** A text, or how it is made of values. */
// biome-ignore lint/suspicious/noExplicitAny: each text has values of its own; `satisfies` checks them
export type Text = string | ((...values: any[]) => string);

/** The same texts in another language. */
export type Translated<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer V) => string
      ? (...values: V) => string
      : Translated<T[K]>;
};

/** The texts of an area in the language of this page. */
export async function messagesOf<T>(area: string): Promise<Translated<T>> {
  const load = areas[`../messages/${language}/${area}.ts`];
  if (load === undefined) throw new Error(`There are no messages for ${language}/${area}`);
  return (await load()).default as Translated<T>;
}

/** The language of this page. */
export const language = languageNow();

/** The language with the region that the browser prefers, for dates and numbers: `en-GB`. */
export const locale =
  navigator.languages.find((each) => each === language || each.startsWith(`${language}-`)) ??
  language;

const rules = new Intl.PluralRules(language);

/** The form that goes with a number. `plural(1, { one: "1 task", other: "tasks" })` */
export function plural(count: number, forms: { one: string; other: string }): string {
  return rules.select(count) === "one" ? forms.one : forms.other;
}

/** What ends with a full stop, once: German dates may end with one of their own (“26. Nov.”). */
export const sentence = (text: string): string => (text.endsWith(".") ? text : `${text}.`);
