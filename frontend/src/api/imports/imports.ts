import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { api, authorizedFetch, body, changing } from "../client";
import { itemsOf } from "../cursors";
import { rereading } from "../rereading";
import type { ImportOut, paths } from "../schema.gen";
import { taskKeys } from "../tasks/keys";

type Query = NonNullable<paths["/api/imports"]["post"]["parameters"]["query"]>;
export type ImportFormat = Query["format"];
export type DateOrder = NonNullable<Query["date_order"]>;

const AGAIN_MS = 1000;
const PAGE = 50;

/** Whether a transfer has not come to its end. */
export const isUnderWay = ({ state }: Pick<ImportOut, "state">): boolean =>
  state === "uploading" || state === "waiting" || state === "running";

/** Imports of the account, the newest first; asked again while one of them is under way. */
export function importsOptions() {
  return queryOptions({
    queryKey: ["imports"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/imports", { signal })).then((answer) => answer.items),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? AGAIN_MS : false),
  });
}

/** Rows of an import that lost something, were skipped or failed. */
export function importReportOptions(import_id: string) {
  return infiniteQueryOptions({
    queryKey: ["import-report", import_id],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/imports/{import_id}/report", {
          params: { path: { import_id }, query: { after: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next_after,
    select: itemsOf,
  });
}

export interface Upload {
  readonly file: File;
  readonly query: Query;
}

/** Shows an answer in the list at once. */
function useShow(): (shown: ImportOut) => Promise<void> {
  const client = useQueryClient();
  const { queryKey } = importsOptions();
  return (shown) => {
    client.setQueryData(queryKey, (list = []) => [
      shown,
      ...list.filter((each) => each.id !== shown.id),
    ]);
    return client.invalidateQueries({ queryKey });
  };
}

/** Uploads a file; a worker reads it. */
export function useUpload() {
  return useMutation({
    mutationFn: ({ file, query }: Upload) =>
      body(
        api.POST("/api/imports", {
          params: { query: { ...query, file_name: file.name.slice(0, 200) } },
          headers: { "content-type": "application/octet-stream" },
          body: file as unknown as string, // the schema has bytes as text
          bodySerializer: (content) => content,
        }),
      ),
    onSuccess: useShow(),
  });
}

/** Does what a trial has shown, without another upload. */
export function useRunImport() {
  const client = useQueryClient();
  const show = useShow();
  return useMutation({
    mutationFn: (import_id: string) =>
      body(
        api.POST("/api/imports/{import_id}/run", {
          params: { path: { import_id }, header: changing() },
        }),
      ),
    onSuccess: (run) => {
      client.removeQueries({ queryKey: ["import-report", run.id] });
      return show(run);
    },
  });
}

/** Stops an import; what it brought already stays. */
export function useCancelImport() {
  return useMutation({
    mutationFn: (import_id: string) =>
      body(
        api.POST("/api/imports/{import_id}/cancel", {
          params: { path: { import_id }, header: changing() },
        }),
      ),
    onSuccess: useShow(),
  });
}

/** File and report are gone; what the import brought stays. */
export function useDeleteImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (import_id: string) =>
      body(api.DELETE("/api/imports/{import_id}", { params: { path: { import_id } } })),
    onSettled: rereading(() => client.invalidateQueries({ queryKey: importsOptions().queryKey })),
  });
}

/** The whole report, for spreadsheets. */
export async function downloadReport(import_id: string): Promise<Blob> {
  const url = new URL(`/api/imports/${import_id}/report.csv`, location.origin);
  return (await authorizedFetch(new Request(url))).blob();
}

/** What an import brought is read anew. */
export function useRefreshAll(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: taskKeys.all });
    for (const key of ["projects", "labels", "filters", "views", "me"]) {
      void client.invalidateQueries({ queryKey: [key] });
    }
  };
}
