import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { DatePicker } from "./date-picker";
import { addMonths, dayOfKey, monthWeeks, weekOf } from "./month-grid";
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

test("a month has the weeks that have a day of it, from the day on which weeks begin", () => {
  expect(monthWeeks("2026-11-26", "MO").map((week) => week[0])).toEqual([
    "2026-10-26",
    "2026-11-02",
    "2026-11-09",
    "2026-11-16",
    "2026-11-23",
    "2026-11-30",
  ]);
  expect(monthWeeks("2026-11-26", "SU").map((week) => week[0])).toEqual([
    "2026-11-01",
    "2026-11-08",
    "2026-11-15",
    "2026-11-22",
    "2026-11-29",
  ]);
  expect(monthWeeks("2027-02-10", "MO")).toHaveLength(4);
  expect(weekOf("2026-01-01", "SA")[0]).toBe("2025-12-27");
});

test("months later keep the day, or take the last one there is", () => {
  expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
  expect(addMonths("2028-01-31", 1)).toBe("2028-02-29");
  expect(addMonths("2026-01-15", -1)).toBe("2025-12-15");
  expect(addMonths("2026-12-31", 2)).toBe("2027-02-28");
});

test("keys lead through days, weeks and months", () => {
  const lead = (key: string) => dayOfKey({ key }, "2026-11-26", "MO");
  expect(lead("ArrowLeft")).toBe("2026-11-25");
  expect(lead("ArrowDown")).toBe("2026-12-03");
  expect(lead("Home")).toBe("2026-11-23");
  expect(lead("End")).toBe("2026-11-29");
  expect(lead("PageUp")).toBe("2026-10-26");
  expect(lead("x")).toBeUndefined();
});

test("days end with the last one that has four digits of a year", () => {
  expect(addMonths("9999-12-15", 1)).toBe("9999-12-31");
  expect(dayOfKey({ key: "ArrowDown" }, "9999-12-30", "MO")).toBe("9999-12-31");
  expect(monthWeeks("9999-12-01", "MO").at(-1)?.at(-1)).toBe("9999-12-31");
  render(<DatePicker value="9999-12-31" today="2026-11-24" weekStart="MO" onPick={vi.fn()} />);
  expect(screen.getAllByRole("gridcell").at(-1)).toHaveAccessibleName(
    /31 December 9999|December 31, 9999/,
  );
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
