import { Fragment, useMemo } from "react";
import { linkParts } from "./linkify";

/** Plain text as it was typed, in which web addresses can be opened. */
export function LinkedText({ text }: { readonly text: string }) {
  const parts = useMemo(() => placed(text), [text]);
  return parts.map(({ at, text: words, href }) =>
    href === undefined ? (
      <Fragment key={at}>{words}</Fragment>
    ) : (
      <a
        key={at}
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="pointer-events-auto break-all text-accent underline underline-offset-2"
      >
        {words}
      </a>
    ),
  );
}

function placed(text: string) {
  let at = 0;
  return linkParts(text).map((part) => {
    const from = at;
    at += part.text.length;
    return { ...part, at: from };
  });
}
