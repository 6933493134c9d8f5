import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const RESERVED = /RESERVED: Final = frozenset\(\s*\{?\(?\[?([^)]*?)[}\])]/s;

/** Writes `/sw.js` beside the app, which names every file of exactly this build. */
export function serviceWorker(): Plugin {
  const root = new URL("../", import.meta.url).pathname;
  return {
    name: "rondel-service-worker",
    apply: "build",
    generateBundle(_options, bundle) {
      const built = Object.values(bundle).filter((each) => /\.(js|css|woff2)$/.test(each.fileName));
      const entry = built.find((each) => each.type === "chunk" && each.isEntry)?.fileName ?? "";
      const publics = readdirSync(join(root, "public")).sort();
      const files = [...built.map((each) => each.fileName).sort(), ...publics].map(
        (each) => `/${each}`,
      );
      const template = readFileSync(join(root, "tools/sw.js"), "utf8");
      const hash = createHash("sha256").update(template).update(files.join());
      for (const each of publics) hash.update(readFileSync(join(root, "public", each)));
      hash.update(readFileSync(join(root, "index.html")));
      const values: Record<string, string> = {
        VERSION: hash.digest("hex").slice(0, 12),
        FILES: JSON.stringify(files).replaceAll('"', '\\"'),
        ENTRY: `/${entry}`,
        RESERVED: reserved(root).join(" "),
      };
      this.emitFile({
        type: "asset",
        fileName: "sw.js",
        source: template.replace(/"__([A-Z]+)__"/g, (_, name: string) => `"${values[name]}"`),
      });
    },
  };
}

/** First parts of the paths that are the server's, as the server itself lists them. */
export function reserved(root: string): string[] {
  const source = readFileSync(join(root, "../api/routes/web.py"), "utf8");
  const names = [...(RESERVED.exec(source)?.[1] ?? "").matchAll(/"([^"]+)"/g)];
  const found = names.map((each) => each[1] ?? "");
  if (!found.includes("api")) throw new Error("api/routes/web.py lists no paths of the server");
  return found;
}
