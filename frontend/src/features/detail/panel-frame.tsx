import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from "react";
import { type Command, useCommands } from "@/lib/commands";
import { useMedia } from "@/lib/use-media";
import { m } from "./messages";

interface FrameProps {
  readonly taskId: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Where the open task stands: beside the page if there is room, else over it. */
export function PanelFrame(props: FrameProps) {
  return useMedia("(min-width: 1200px)") ? <Side {...props} /> : <Sheet {...props} />;
}

/** Focus leaves a field, but stays in the panel. */
export function leaveField(field: HTMLElement): void {
  const panel = field.closest<HTMLElement>("[data-task-panel]");
  if (panel) panel.focus();
  else field.blur();
}

/** Focus goes back to where the task was opened: its row, if that is still there. */
function focusRow(taskId: string): void {
  const row = document.querySelector<HTMLElement>(`#content a[href*="task=${CSS.escape(taskId)}"]`);
  (row ?? document.getElementById("content"))?.focus();
}

function Side({ taskId, onClose, children }: FrameProps) {
  const ref = useRef<HTMLElement>(null);
  useCommands(useEscape(onClose));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another task is read from its start
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.scrollTo?.({ top: 0 });
    if (!ref.current?.contains(before)) ref.current?.focus({ preventScroll: true });
  }, [taskId]);
  useFocusBack(taskId);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  };
  return (
    <aside
      ref={ref}
      tabIndex={-1}
      data-task-panel
      aria-label={m.panel}
      onKeyDown={onKeyDown}
      className="sticky top-0 h-dvh w-[26.5rem] shrink-0 animate-fade overflow-y-auto border-l border-line bg-surface outline-none"
    >
      {children}
    </aside>
  );
}

/** When the panel goes, and the focus with it, the row has it again. */
function useFocusBack(taskId: string): void {
  const last = useRef(taskId);
  useEffect(() => {
    last.current = taskId;
  });
  useEffect(
    () => () => {
      if (document.activeElement === document.body) focusRow(last.current);
    },
    [],
  );
}

/** Escape closes, also while the focus is in the list. */
function useEscape(run: () => void): readonly Command[] {
  return useMemo(
    () => [{ id: "close-task", title: m.close, group: "task", keys: "Escape", hidden: true, run }],
    [run],
  );
}

function Sheet({ taskId, onClose, children }: FrameProps) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-black/35 dark:bg-black/60" />
        <Radix.Content
          data-task-panel
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // The panel itself: a field that has the focus would open the keyboard of a phone.
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            focusRow(taskId);
          }}
          onEscapeKeyDown={(event) => {
            // In a field, Escape is about what is typed there.
            if (event.target instanceof HTMLElement && event.target.matches("input, textarea")) {
              event.preventDefault();
            }
          }}
          className="fixed inset-y-0 right-0 z-50 w-full animate-rise overflow-y-auto bg-surface shadow-float outline-none sm:max-w-lg"
        >
          <Radix.Title className="sr-only">{m.panel}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
