const MOST = 600;

/** A title that breaks no page: the server allows 500 characters, but what does one know. */
export const clipped = (title: string): string =>
  title.length <= MOST ? title : `${title.slice(0, MOST).toWellFormed()}…`;
