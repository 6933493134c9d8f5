import { authorizedFetch } from "./client";

/** A file that the server made. */
export interface Downloaded {
  readonly file: Blob;
  /** As the server calls it. */
  readonly name: string;
}

/** Fetches a file with the user's token, which a link could not carry. */
export async function download(
  path: string,
  query: Readonly<Record<string, string | readonly string[] | undefined>> = {},
): Promise<Downloaded> {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value ?? []].flat()) url.searchParams.append(name, each);
  }
  const response = await authorizedFetch(new Request(url));
  const named = /filename="?([^";]+)"?/.exec(response.headers.get("content-disposition") ?? "");
  return { file: await response.blob(), name: named?.[1] ?? "rondel-export" };
}
