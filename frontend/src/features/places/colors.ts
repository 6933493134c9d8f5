import { m } from "./messages";

/** Colours to choose from; the API takes any, and what it has is shown. */
export const COLORS = [
  ["#dc4c3e", m.colors.red],
  ["#e67e22", m.colors.orange],
  ["#c79a00", m.colors.yellow],
  ["#2f9e5b", m.colors.green],
  ["#0f9d94", m.colors.teal],
  ["#2f80ed", m.colors.blue],
  ["#5162d4", m.colors.indigo],
  ["#8e4ec6", m.colors.violet],
  ["#d6498f", m.colors.pink],
  ["#7a7f87", m.colors.grey],
] as const;
