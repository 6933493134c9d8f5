import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { serviceWorker } from "./tools/service-worker.ts";

const api = process.env.RONDEL_URL ?? "http://localhost:3000";
const served = ["/api", "/a/", "/l/", "/docs", "/health", "/problems"];

/** Packages that the first page needs; what only some pages need stays with those. */
const isFirstVendor = (id: string): boolean =>
  /node_modules\/(react|react-dom|scheduler|clsx|tailwind-merge|openapi-fetch)\//.test(id) ||
  /node_modules\/@tanstack\/(?!.*(virtual|useBlocker|useQueries|queriesObserver|hydration))/.test(
    id,
  );

/**
 * What catalogues import has a file of its own. Modules wait for their texts (`await` at the top),
 * so a file with such a module must not be one that the texts wait for.
 */
const isLanguage = (id: string): boolean => /src\/lib\/(messages|choices|storage|store)\./.test(id);

/** The small part of each route that says which addresses it has. */
const isRoute = (id: string): boolean => /src\/routes(\.gen)?[^?]*$/.test(id) && !id.includes("/-");

/** What most pages use, but not what is for some of them alone. */
const isShared = (id: string): boolean =>
  !/src\/api\/tasks\/(get-|list-counted|list-occ|search|tick|place|change-series|create|save)|src\/api\/list-cache/.test(
    id,
  ) &&
  (/lucide-react\/.*(createLucideIcon|Icon|context|\/(sun|inbox|plus)\.)/.test(id) ||
    /src\/(lib\/(cn|commands|live|undo|use-|toasts|store)|api\/(tasks|views|me|chat\/(get-assistant|keys)|projects\/(list-projects|keys)|[^/]*\.ts))/.test(
      id,
    ) ||
    /src\/components\/(layout|ui\/(button|error-note|skeleton|empty-state)|tasks\/(list-|rows|task-row|manual|due-words))/.test(
      id,
    ));

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: "react",
      autoCodeSplitting: true,
      // With their loaders: what a page asks for is not part of the first page's script.
      codeSplittingOptions: {
        defaultBehavior: [
          ["component", "loader", "pendingComponent", "errorComponent", "notFoundComponent"],
        ],
      },
      generatedRouteTree: "./src/routes.gen.ts",
      routeFileIgnorePattern: "\\.test\\.",
    }),
    react(),
    tailwindcss(),
    serviceWorker(),
  ],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  build: {
    target: "es2022",
    manifest: true,
    // What MIT, BSD and ISC ask for: the notices of everything that is in the scripts.
    license: { fileName: "licenses.txt" },
    // Both would put script or data into the page, which the policy of it forbids (ADR 0014).
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // Few files instead of a hundred: each costs a request, and a name in every list of what
        // a page needs.
        codeSplitting: {
          groups: [
            { name: "language", test: isLanguage, priority: 4 },
            { name: "vendor", test: isFirstVendor, priority: 3 },
            { name: "pages", test: isRoute, priority: 2 },
            { name: "base", test: isShared, minShareCount: 3, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: Object.fromEntries(served.map((path) => [path, { target: api }])) },
  test: {
    restoreMocks: true,
    testTimeout: 20_000,
    env: { TZ: "UTC" },
    pool: "threads",
    maxWorkers: "100%",
    // A DOM takes longer to make than most tests of plain functions take.
    projects: [
      {
        extends: true,
        test: {
          name: "functions",
          environment: "node",
          include: ["src/**/*.test.ts"],
          exclude: ["src/**/*.dom.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "pages",
          environment: "jsdom",
          include: ["src/**/*.test.tsx", "src/**/*.dom.test.ts"],
          setupFiles: ["src/testing/setup.ts"],
        },
      },
    ],
  },
});
