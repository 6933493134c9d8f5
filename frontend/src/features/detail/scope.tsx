import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { TaskOut } from "@/api/schema.gen";
import type { Scope } from "@/api/tasks/change-series";
import { ScopeDialog } from "@/components/tasks/scope-dialog";

/** null: the task is no occurrence of a series that goes on, so nothing is to be asked. */
type Answer = Scope | null | "cancelled";

interface Asking {
  readonly ask: (task: TaskOut) => Promise<Answer>;
  /** What was said for all edits while the panel is open. */
  readonly remembered: Scope | null;
  readonly forget: () => void;
}

const Context = createContext<Asking>({
  ask: () => Promise.resolve(null),
  remembered: null,
  forget: () => undefined,
});

export const useScope = (): Asking => useContext(Context);

/** Whether an edit has to say which occurrences it means. */
export const isSeries = (task: TaskOut): boolean =>
  task.series_id !== null && task.recurrence !== null && task.status === "open";

/** Fields inside can ask which occurrences of a series are meant. */
export function ScopeProvider({ children }: { readonly children: ReactNode }) {
  const [remembered, setRemembered] = useState<Scope | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const waiting = useRef<(answer: Answer) => void>(undefined);
  const settle = useCallback((answer: Answer): void => {
    waiting.current?.(answer);
    waiting.current = undefined;
    setIsAsking(false);
  }, []);
  useEffect(() => () => settle("cancelled"), [settle]);
  const ask = useCallback(
    (task: TaskOut): Promise<Answer> => {
      if (!isSeries(task)) return Promise.resolve(null);
      if (remembered !== null) return Promise.resolve(remembered);
      return new Promise((resolve) => {
        settle("cancelled");
        waiting.current = resolve;
        setIsAsking(true);
      });
    },
    [remembered, settle],
  );
  const asking = useMemo(
    () => ({ ask, remembered, forget: () => setRemembered(null) }),
    [ask, remembered],
  );
  return (
    <Context value={asking}>
      {children}
      {isAsking ? (
        <ScopeDialog
          mayRemember
          onCancel={() => settle("cancelled")}
          onChoose={(scope, remember) => {
            if (remember) setRemembered(scope);
            settle(scope);
          }}
        />
      ) : null}
    </Context>
  );
}
