/** A part of a filter: a word, a text in quotes, or an operator as it is written shortest. */
export interface Token {
  readonly kind: "word" | "string" | "operator";
  readonly text: string;
}

const SAME: Readonly<Record<string, string>> = { "&&": "&", "||": "|", "==": "=", "<>": "!=" };

const PART =
  /\s+|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<operator>&&|\|\||<=|>=|<>|!=|==|[&|!,()=<>])|(?<word>[^\s&|!,()=<>"']+)/suy;

/** The parts of a filter; null where a quote is not closed. */
export function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  const part = new RegExp(PART);
  while (part.lastIndex < text.length) {
    const groups = part.exec(text)?.groups;
    if (groups === undefined) return null;
    const { string, operator, word } = groups;
    if (string !== undefined) {
      tokens.push({ kind: "string", text: string.slice(1, -1).replace(/\\(.)/gsu, "$1") });
    } else if (operator !== undefined) {
      tokens.push({ kind: "operator", text: SAME[operator] ?? operator });
    } else if (word !== undefined) {
      tokens.push(wordToken(word));
    }
  }
  return tokens;
}

/** `and`, `or` and `not` are operators, too, unless they stand in quotes. */
function wordToken(word: string): Token {
  const operator = { and: "&", or: "|", not: "not" }[word.toLowerCase()];
  return operator === undefined
    ? { kind: "word", text: word }
    : { kind: "operator", text: operator };
}
