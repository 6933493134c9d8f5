import { Problem } from "@/lib/problem";
import { m } from "@/messages/core";

/**
 * The same problem in the language of this page.
 *
 * The server writes English alone; its codes are stable, so a language says what it has words
 * for, and leaves the rest as it came.
 */
export function inWords({ document, retryAfter }: Problem): Problem {
  const { code, title, detail } = document;
  const words = {
    title: m.problem(code, title),
    detail: m.problem(code, detail),
    errors: document.errors?.map((each) => ({
      ...each,
      message: m.mistake(each.code, each.message),
    })),
  };
  return new Problem({ ...document, ...words }, retryAfter);
}
