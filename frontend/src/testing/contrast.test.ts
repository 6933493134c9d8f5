import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const SRC = join(process.cwd(), "src");

/** The colours of a theme by their names. */
function colorsOf(theme: string): Map<string, string> {
  const css = readFileSync(join(SRC, "styles/app.css"), "utf8");
  const [block = ""] = css.slice(css.indexOf(`${theme} {`)).split("}");
  const found = [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)];
  return new Map(found.map(([, name = "", color = ""]) => [name, color]));
}

/** Relative luminance, as WCAG 2.2 defines it. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** `contrast("#000000", "#ffffff") === 21` */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test.each([":root", ".dark"])("borders of inputs can be seen on what is behind: %s", (theme) => {
  const colors = colorsOf(theme);
  const line = colors.get("line-strong") ?? "";
  for (const behind of ["canvas", "surface", "raised", "hover"]) {
    expect(contrast(line, colors.get(behind) ?? ""), behind).toBeGreaterThanOrEqual(3);
  }
});

test("no input has a border that lets through what is behind it", () => {
  const thin = /border-line-strong\/\d+ bg-surface/;
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".tsx"),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => thin.test(readFileSync(join(SRC, file), "utf8")))).toEqual([]);
});
