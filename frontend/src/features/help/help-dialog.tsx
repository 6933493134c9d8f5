import { Switch } from "radix-ui";
import { Dialog } from "@/components/ui/dialog";
import { KeyCaps } from "@/components/ui/key-caps";
import { choose, useChoices } from "@/lib/choices";
import { cn } from "@/lib/cn";
import { type Command, useAllCommands } from "@/lib/commands";
import { isChord, isMac } from "@/lib/keys";
import { m } from "./messages";

type Shown = Pick<Command, "title" | "keys">;

const GROUPS = ["app", "go", "view", "task"] as const;

/** Keys of the box in which tasks are added: it has them itself, whatever is switched off. */
const ADDING: readonly Shown[] = [
  { title: m.addTask, keys: "Enter" },
  { title: m.addAndClose, keys: "mod+Enter" },
  { title: m.newLine, keys: "shift+Enter" },
  { title: m.notMeant, keys: "Backspace" },
  { title: m.keepDraft, keys: "Escape" },
];

/** All keys that do something here, by what they are for. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const commands = useAllCommands();
  const { singleKeys } = useChoices();
  return (
    <Dialog onClose={onClose} title={m.title} className="sm:max-w-3xl">
      <SingleKeys isOn={singleKeys} />
      <div className="gap-x-10 sm:columns-2">
        {GROUPS.map((group) => (
          <Keys
            key={group}
            title={m.groups[group]}
            commands={commands.filter((each) => each.group === group && each.keys !== undefined)}
            isOff={({ keys }) => !singleKeys && !isChord(keys ?? "")}
          />
        ))}
        <Keys title={m.groups.add} commands={ADDING} isOff={() => false} />
      </div>
    </Dialog>
  );
}

function Keys({
  title,
  commands,
  isOff,
}: {
  readonly title: string;
  readonly commands: readonly Shown[];
  readonly isOff: (command: Shown) => boolean;
}) {
  if (commands.length === 0) return null;
  return (
    <section className="mb-5 break-inside-avoid">
      <h3 className="mb-1 text-sm font-semibold text-muted">{title}</h3>
      <dl>
        {commands.map((command) => (
          <div
            key={`${command.keys} ${command.title}`}
            className="flex min-h-8 items-center justify-between gap-4 border-b border-line py-1 last:border-0"
          >
            <dt className={cn("min-w-0", isOff(command) && "text-muted line-through")}>
              {command.title}
            </dt>
            <dd className="shrink-0">
              <KeyCaps keys={command.keys ?? ""} />
              {isOff(command) ? <span className="sr-only">{m.off}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function SingleKeys({ isOn }: { readonly isOn: boolean }) {
  return (
    <div className="flex items-center justify-between gap-4 rounded-xl bg-hover px-4 py-3">
      <div>
        <label htmlFor="single-keys" className="font-medium">
          {isMac ? m.singleKeysMac : m.singleKeys}
        </label>
        <p id="single-keys-hint" className="text-sm text-muted">
          {m.singleKeysHint}
        </p>
      </div>
      <Switch.Root
        id="single-keys"
        checked={isOn}
        aria-describedby="single-keys-hint"
        onCheckedChange={(singleKeys) => choose({ singleKeys })}
        className="relative h-6 w-10 shrink-0 rounded-full bg-line-strong after:absolute after:-inset-2.5 data-[state=checked]:bg-accent"
      >
        <Switch.Thumb className="block size-4.5 translate-x-[0.1875rem] rounded-full bg-canvas transition-transform data-[state=checked]:translate-x-[1.1875rem]" />
      </Switch.Root>
    </div>
  );
}
