import { type ClassValue, clsx } from "clsx";
import { createTailwindMerge } from "tailwind-merge";

const any = () => true;
/** `text-sm` is a size, `text-muted` a colour: both start the same, and do not replace each other. */
const SIZES = [
  "xs",
  "sm",
  "base",
  "lg",
  "xl",
  "2xl",
  "3xl",
  "4xl",
  "5xl",
  (value: string) => /^\[\d/.test(value),
];
const WIDTHS = ["", "0", "2", "4", "8", "x", "y", "t", "b", "l", "r", "s", "e"];

/** Each side of its own: `rounded-t-lg` does not replace `rounded-b-lg`. */
function sides(utility: string, names: readonly string[]) {
  return Object.fromEntries(
    names.map((side) => [`${utility}-${side}`, [{ [`${utility}-${side}`]: ["", any] }]]),
  );
}

/**
 * The utilities that parts of the app set and their users set anew; others stand beside each other.
 * The whole list of tailwind-merge would be a twentieth of the first page.
 */
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  prefix: undefined,
  theme: {},
  classGroups: {
    display: ["block", "inline", "inline-flex", "flex", "grid", "hidden", "contents", "sr-only"],
    position: ["static", "fixed", "absolute", "relative", "sticky"],
    justify: [{ justify: [any] }],
    items: [{ items: [any] }],
    self: [{ self: [any] }],
    gap: [{ gap: [any] }],
    "gap-x": [{ "gap-x": [any] }],
    "gap-y": [{ "gap-y": [any] }],
    p: [{ p: [any] }],
    px: [{ px: [any] }],
    py: [{ py: [any] }],
    pt: [{ pt: [any] }],
    pb: [{ pb: [any] }],
    pl: [{ pl: [any] }],
    pr: [{ pr: [any] }],
    size: [{ size: [any] }],
    w: [{ w: [any] }],
    h: [{ h: [any] }],
    "min-w": [{ "min-w": [any] }],
    "min-h": [{ "min-h": [any] }],
    "max-w": [{ "max-w": [any] }],
    "max-h": [{ "max-h": [any] }],
    inset: [{ inset: [any] }],
    "inset-x": [{ "inset-x": [any] }],
    "inset-y": [{ "inset-y": [any] }],
    top: [{ top: [any] }],
    bottom: [{ bottom: [any] }],
    left: [{ left: [any] }],
    right: [{ right: [any] }],
    z: [{ z: [any] }],
    rounded: [{ rounded: ["", any] }],
    ...sides("rounded", ["t", "b", "l", "r", "tl", "tr", "bl", "br"]),
    bg: [{ bg: [any] }],
    "font-size": [{ text: SIZES }],
    "text-wrap": [{ text: ["wrap", "nowrap", "balance", "pretty", "ellipsis", "clip"] }],
    align: [{ text: ["left", "center", "right", "start", "end"] }],
    "font-weight": [{ font: ["normal", "medium", "semibold", "bold"] }],
    "text-color": [{ text: [any] }],
    ...sides("border", ["t", "b", "l", "r"]),
    "border-w": [{ border: WIDTHS }],
    "border-style": [{ border: ["solid", "dashed", "dotted", "none"] }],
    "border-color": [{ border: [any] }],
    shadow: [{ shadow: [any] }],
    opacity: [{ opacity: [any] }],
    overflow: [{ overflow: [any] }],
    "overflow-x": [{ "overflow-x": [any] }],
    "overflow-y": [{ "overflow-y": [any] }],
  },
  conflictingClassGroups: {
    p: ["px", "py", "pt", "pb", "pl", "pr"],
    px: ["pl", "pr"],
    py: ["pt", "pb"],
    size: ["w", "h"],
    inset: ["top", "bottom", "left", "right"],
  },
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: [],
}));

/** Class names, of which later ones win. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
