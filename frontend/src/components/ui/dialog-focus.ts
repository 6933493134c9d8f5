const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, [tabindex='0']";

/**
 * Where somebody begins in a dialog: its first control behind the head, of radio buttons the one
 * that is chosen. What is only to be read has the focus itself, so that keys scroll it.
 */
export function focusFirst(dialog: HTMLElement): void {
  const controls = [...dialog.querySelectorAll<HTMLElement>(CONTROLS)].filter(isReachable);
  const [first] = controls;
  const chosen =
    first instanceof HTMLInputElement && first.type === "radio"
      ? controls.find(
          (each) => each instanceof HTMLInputElement && each.name === first.name && each.checked,
        )
      : undefined;
  (chosen ?? first ?? dialog).focus();
}

function isReachable(control: HTMLElement): boolean {
  const isOff = control.matches(":disabled, [tabindex='-1'], [data-dialog-head] *");
  return !isOff && (control.checkVisibility?.() ?? true); // not in every browser before 2024
}

/**
 * What has the focus, to give it back later: of an item of a menu the button of the menu, which
 * is still there when the menu is gone.
 */
export function openerNow(): HTMLElement | null {
  let opener = document.activeElement;
  for (let menu = menuOf(opener); menu !== null; menu = menuOf(opener)) {
    opener = document.getElementById(menu.getAttribute("aria-labelledby") ?? "");
  }
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}

const menuOf = (element: Element | null): Element | null => element?.closest("[role=menu]") ?? null;

/** Gives the focus back, unless it went somewhere else; to the page if the opener is gone. */
export function giveBack(opener: HTMLElement | null): void {
  const { activeElement } = document;
  if (activeElement !== null && activeElement !== document.body) return;
  if (opener?.isConnected) opener.focus();
  else document.getElementById("content")?.focus();
}
