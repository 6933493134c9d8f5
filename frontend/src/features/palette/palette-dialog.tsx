import { Command as Cmdk } from "cmdk";
import {
  AtSign,
  CircleDashed,
  Compass,
  Filter,
  Hash,
  type LucideIcon,
  Plus,
  Search,
  Zap,
} from "lucide-react";
import { useRef, useState } from "react";
import { useMe } from "@/api/me/get-me";
import { Dialog } from "@/components/ui/dialog";
import { KeyCaps } from "@/components/ui/key-caps";
import { type Entry, groupsOf } from "./entries";
import { m } from "./messages";
import { recentOf, remember } from "./recent";
import { type Goals, recentTasks, useEntries, useFoundTasks } from "./use-entries";

export interface PaletteProps {
  readonly onClose: () => void;
  /** What was typed becomes a task. */
  readonly onAdd: (words: string) => void;
  readonly goals: Goals;
}

/** One box to go anywhere, find a task, or do what can be done on this page. */
export function PaletteDialog({ onClose, onAdd, goals }: PaletteProps) {
  const me = useMe();
  const [typed, setTyped] = useState("");
  const [recents] = useState(() => recentOf(me.id));
  const entries = useEntries(goals);
  const { tasks, isFailed } = useFoundTasks(typed, goals);
  const known = typed.trim() === "" ? [...entries, ...recentTasks(recents, goals)] : entries;
  const groups = groupsOf(typed, known, tasks, recents);
  const words = typed.trim();
  const isMoved = useRef(false);
  const [held, setHeld] = useState<string | null>(null);
  // The best one is marked, also of those that come later, until somebody moves to another.
  const marked = held ?? groups[0]?.entries[0]?.id ?? "add";
  const move = (): void => {
    isMoved.current = true;
  };
  const type = (next: string): void => {
    isMoved.current = false;
    setHeld(null);
    setTyped(next);
  };
  const choose = (entry: Entry): void => {
    if (entry.group !== "add") remember(me.id, entry);
    onClose();
    setTimeout(entry.run, AFTER_CLOSE_MS);
  };
  return (
    <Dialog
      onClose={onClose}
      title={m.title}
      bare
      className="gap-0 overflow-hidden p-0 pb-[env(safe-area-inset-bottom)] sm:max-w-xl"
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        if (event.target instanceof Element) event.target.querySelector("input")?.focus();
      }}
    >
      <Cmdk
        label={m.title}
        shouldFilter={false}
        loop
        value={marked}
        onValueChange={(id) => isMoved.current && setHeld(id)}
        onKeyDownCapture={({ key }) => !["Enter", "Tab"].includes(key) && key.length > 1 && move()}
        onPointerMoveCapture={move}
        className="flex min-h-0 flex-col"
      >
        <div className="flex items-center gap-3 border-b border-line px-4">
          <Search aria-hidden size={18} className="shrink-0 text-muted" />
          <Cmdk.Input
            value={typed}
            onValueChange={type}
            placeholder={m.placeholder}
            dir="auto"
            className="h-14 w-full bg-transparent text-[1.0625rem] outline-none placeholder:text-muted"
          />
        </div>
        <Cmdk.List
          label={m.results}
          className="h-[min(26rem,60dvh)] scroll-py-2 overflow-y-auto overscroll-contain p-2"
        >
          {groups.map((group) => (
            <Cmdk.Group
              key={group.name}
              heading={m.groups[group.name]}
              className="mb-1 **:[[cmdk-group-heading]]:px-2.5 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-xs **:[[cmdk-group-heading]]:font-medium **:[[cmdk-group-heading]]:text-muted"
            >
              {group.entries.map((entry) => (
                <Row key={entry.id} entry={entry} onChoose={choose} />
              ))}
            </Cmdk.Group>
          ))}
          {isFailed ? <p className="px-2.5 py-2 text-sm text-danger">{m.searchFailed}</p> : null}
          {words === "" ? null : (
            <Cmdk.Group>
              <Row
                entry={{ id: "add", title: m.add(words), group: "add", run: () => onAdd(words) }}
                onChoose={choose}
              />
            </Cmdk.Group>
          )}
        </Cmdk.List>
        <p
          aria-hidden
          className="hidden items-center gap-1.5 border-t border-line px-4 py-2.5 text-xs text-muted sm:flex"
        >
          <KeyCaps keys="ArrowUp" />
          <KeyCaps keys="ArrowDown" /> {m.choose}
          <KeyCaps keys="Enter" className="ms-3" /> {m.open}
          <KeyCaps keys="Escape" className="ms-3" /> {m.close}
        </p>
      </Cmdk>
    </Dialog>
  );
}

/** The window gives the focus back as it goes; what is opened from it takes it after that. */
const AFTER_CLOSE_MS = 30;

const ICONS: Readonly<Record<Entry["group"], LucideIcon>> = {
  go: Compass,
  do: Zap,
  project: Hash,
  label: AtSign,
  filter: Filter,
  task: CircleDashed,
  add: Plus,
};

function Row({
  entry,
  onChoose,
}: {
  readonly entry: Entry;
  readonly onChoose: (entry: Entry) => void;
}) {
  const Icon = ICONS[entry.group];
  return (
    <Cmdk.Item
      value={entry.id}
      onSelect={() => onChoose(entry)}
      className="flex min-h-9 cursor-default select-none items-center gap-3 rounded-lg px-2.5 py-1.5 data-[selected=true]:bg-hover pointer-coarse:min-h-11"
    >
      <Icon aria-hidden size={16} className="shrink-0 text-muted" />
      <span className="min-w-0 grow truncate">
        <bdi>{entry.title}</bdi>
      </span>
      {entry.hint ? <span className="shrink-0 text-sm text-muted">{entry.hint}</span> : null}
      {entry.keys ? <KeyCaps keys={entry.keys} className="max-sm:hidden" /> : null}
    </Cmdk.Item>
  );
}
