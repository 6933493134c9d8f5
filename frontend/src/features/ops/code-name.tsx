import { Fragment } from "react";

/** A name as programs write it; on narrow pages it breaks after its points and underscores. */
export function CodeName({ name }: { readonly name: string }) {
  let at = 0;
  return name.split(/(?<=[._])/).map((part) => {
    at += part.length;
    return (
      <Fragment key={at}>
        {part}
        {at < name.length ? <wbr /> : null}
      </Fragment>
    );
  });
}
