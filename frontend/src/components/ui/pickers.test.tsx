import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { DatePicker } from "./date-picker";
import { addMonths, monthGrid } from "./month-grid";
import { type Choice, PickList } from "./pick-list";

const day = (date: string): HTMLElement => {
  const found = screen.getAllByRole("gridcell").find((cell) => cell.dataset.day === date);
  if (found === undefined) throw new Error(`${date} is not shown`);
  return found;
};

test("keys go through the month as the ARIA practices say", async () => {
  const onPick = vi.fn();
  render(<DatePicker value="2026-11-26" today="2026-11-24" weekStart="MO" onPick={onPick} />);
  day("2026-11-26").focus();
  await userEvent.keyboard("{ArrowRight}{ArrowDown}");
  expect(day("2026-12-04")).toHaveFocus();
  await userEvent.keyboard("{Home}");
  expect(day("2026-11-30")).toHaveFocus();
  await userEvent.keyboard("{End}{PageUp}");
  expect(day("2026-11-06")).toHaveFocus();
  await userEvent.keyboard("{Shift>}{PageDown}{/Shift}{Enter}");
  expect(onPick).toHaveBeenCalledWith("2027-11-06");
});

test("the month says which day is picked and which is today", () => {
  render(<DatePicker value="2026-11-26" today="2026-11-24" weekStart="SU" onPick={vi.fn()} />);
  expect(day("2026-11-26")).toHaveAccessibleName(/Thursday.*November.*2026/);
  expect(day("2026-11-26")).toHaveAttribute("aria-selected", "true");
  expect(day("2026-11-24")).toHaveAttribute("aria-current", "date");
  expect(screen.getAllByRole("columnheader")[0]).toHaveAccessibleName("Sunday");
});

test("a month has whole weeks, from whichever day they begin", () => {
  const monday = monthGrid("2026-11-15", "MO");
  expect([monday[0]?.[0], monday.at(-1)?.[6]]).toEqual(["2026-10-26", "2026-12-06"]);
  expect(monthGrid("2026-11-15", "SU")[0]?.[0]).toBe("2026-11-01");
  expect(monthGrid("2026-02-01", "SU")).toHaveLength(4);
});

test("months are added without falling over their ends", () => {
  expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
  expect(addMonths("2026-01-15", -1)).toBe("2025-12-15");
  expect(addMonths("2024-02-29", 12)).toBe("2025-02-28");
});

const CHOICES: Choice[] = [
  { id: "high", name: "High", shortcut: "1" },
  { id: "low", name: "Low", shortcut: "2", picked: true },
];

test("a choice is picked by its number, or by arrows and Enter", async () => {
  const onPick = vi.fn();
  render(<PickList label="Priority" choices={CHOICES} onPick={onPick} />);
  screen.getByRole("listbox").focus();
  await userEvent.keyboard("1");
  expect(onPick).toHaveBeenLastCalledWith(CHOICES[0]);
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{Enter}"); // from the picked one, around the end
  expect(onPick).toHaveBeenLastCalledWith(CHOICES[1]);
  expect(screen.getByRole("option", { name: /Low/ })).toHaveAttribute("aria-selected", "true");
});

test("while somebody types, numbers are words", async () => {
  const onPick = vi.fn();
  const onText = vi.fn();
  render(<PickList label="Find" choices={CHOICES} onPick={onPick} search={{ text: "", onText }} />);
  await userEvent.type(screen.getByRole("combobox"), "1");
  expect(onText).toHaveBeenCalledWith("1");
  expect(onPick).not.toHaveBeenCalled();
});
