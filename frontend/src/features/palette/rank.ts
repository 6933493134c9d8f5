/**
 * How well a text fits what was typed, from 0 (not at all) to 1 (it is the same).
 *
 * Each word has to fit. The start of the text is better than the start of a word, that better than
 * initials, those better than the middle of a word; letters that only come in this order are last.
 */
export function rank(typed: string, text: string): number {
  const target = plain(text);
  const query = plain(typed).trim();
  if (query === "") return 1;
  if (target === query) return 1;
  if (target.startsWith(query)) return 0.95;
  return Math.min(...query.split(/\s+/).map((word) => rankWord(word, target)));
}

function rankWord(word: string, target: string): number {
  if (target.startsWith(word)) return 0.9;
  const words = target.split(/[^\p{L}\p{N}]+/u).filter((each) => each !== "");
  if (words.some((each) => each.startsWith(word))) return 0.8;
  const initials = words.map((each) => [...each][0]).join("");
  if (word.length > 1 && initials.startsWith(word)) return 0.7;
  if (target.includes(word)) return 0.6;
  return word.length > 1 ? rankLetters(word, target) : 0;
}

/** The closer together the letters come, the better. */
function rankLetters(word: string, target: string): number {
  let at = -1;
  let first = -1;
  for (const letter of word) {
    at = target.indexOf(letter, at + 1);
    if (at === -1) return 0;
    if (first === -1) first = at;
  }
  const density = word.length / (at - first + 1);
  return density < 0.4 ? 0 : 0.5 * density;
}

/** Without case and accents: “Über” fits “uber”. */
const plain = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
