import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { describe, expect, test } from "vitest";
import { Dialog } from "./dialog";
import { Menu, MenuItem } from "./menu";

/** A button that opens a dialog with this in it. */
function Page({ children }: { readonly children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <main id="content" tabIndex={-1}>
      <button type="button" onClick={() => setIsOpen(true)}>
        Ask
      </button>
      {isOpen ? (
        <Dialog onClose={() => setIsOpen(false)} title="A question" description="What do you mean?">
          {children}
        </Dialog>
      ) : null}
    </main>
  );
}

async function open(children: ReactNode) {
  const user = userEvent.setup();
  render(<Page>{children}</Page>);
  await user.click(screen.getByRole("button", { name: "Ask" }));
  await screen.findByRole("dialog");
  return user;
}

describe("a dialog begins", () => {
  test("with its first field, not with what closes it", async () => {
    await open(
      <form>
        <input aria-label="Name" />
        <button type="submit">Save</button>
      </form>,
    );
    expect(screen.getByLabelText("Name")).toHaveFocus();
  });

  test("with the safe answer to a question", async () => {
    await open(
      <>
        <button type="button">Cancel</button>
        <button type="button">Delete</button>
      </>,
    );
    expect(screen.getByRole("button", { name: "Cancel" })).toHaveFocus();
  });

  test("with what is chosen of several, and with what can be used", async () => {
    await open(
      <>
        <input disabled aria-label="Off" />
        <input type="radio" name="kind" aria-label="One" readOnly checked={false} />
        <input type="radio" name="kind" aria-label="Other" readOnly checked />
      </>,
    );
    expect(screen.getByLabelText("Other")).toHaveFocus();
  });

  test("with itself if there is only something to read", async () => {
    await open(<p>Three tasks stayed as they were.</p>);
    expect(screen.getByRole("dialog")).toHaveFocus();
  });
});

describe("a dialog that is closed gives the focus back", () => {
  test("to the button that opened it", async () => {
    const user = await open(<button type="button">Cancel</button>);
    await user.keyboard("{Escape}");
    await expect.poll(() => document.activeElement).toBe(screen.getByRole("button"));
  });

  test("to the button of the menu in which it was chosen", async () => {
    const user = userEvent.setup();
    render(<WithMenu />);
    screen.getByRole("button", { name: "More" }).focus();
    await user.keyboard("{Enter}");
    await user.click(await screen.findByRole("menuitem", { name: "Rename" }));
    expect(await screen.findByLabelText("Name")).toHaveFocus();
    await user.keyboard("{Escape}");
    await expect
      .poll(() => document.activeElement)
      .toBe(screen.getByRole("button", { name: "More" }));
  });
});

function WithMenu() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Menu trigger={<button type="button">More</button>}>
        <MenuItem onSelect={() => setIsOpen(true)}>Rename</MenuItem>
      </Menu>
      {isOpen ? (
        <Dialog onClose={() => setIsOpen(false)} title="Rename">
          <input aria-label="Name" />
        </Dialog>
      ) : null}
    </>
  );
}
