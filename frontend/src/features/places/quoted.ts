/** A text as a string of the language of filters. */
export const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
