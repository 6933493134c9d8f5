import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { feedsOptions, useCreateFeed, useDeleteFeed, useRenewFeed } from "@/api/feeds/feeds";
import { projectsOptions } from "@/api/projects/list-projects";
import type { FeedMadeOut, FeedOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { m as core } from "@/messages/core";
import { m as all } from "../messages";
import { SecretOnce } from "../parts/secret-once";
import { Nothing, Section } from "../parts/section";
import { SelectField } from "../parts/select";
import { SureDialog } from "../parts/sure-dialog";
import { fieldError, Trouble } from "../parts/trouble";
import { useSayMoment } from "../parts/use-say-moment";
import { m } from "./messages";

type Plan = { readonly act: "renew" | "delete"; readonly feed: FeedOut };

/** Secret addresses under which calendars read tasks. */
export function FeedsSection() {
  const { data: feeds } = useSuspenseQuery(feedsOptions());
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<FeedMadeOut | null>(null);
  const [plan, setPlan] = useState<Plan | null>(null);
  return (
    <Section
      title={m.feeds.title}
      text={m.feeds.text}
      actions={isMaking ? null : <Button onClick={() => setIsMaking(true)}>{m.feeds.make}</Button>}
    >
      {made ? (
        <div className="flex flex-col gap-4 rounded-lg bg-accent-soft px-4 py-4">
          <p className="font-medium">{m.feeds.madeTitle(made.name)}</p>
          <SecretOnce label={m.feeds.url} secret={made.url} />
          <SecretOnce label={m.feeds.todosUrl} secret={made.todos_url} />
          <Button size="small" className="self-start" onClick={() => setMade(null)}>
            {all.done}
          </Button>
        </div>
      ) : null}
      {isMaking ? (
        <FeedForm
          onMade={(feed) => {
            setMade(feed);
            setIsMaking(false);
          }}
          onClose={() => setIsMaking(false)}
        />
      ) : null}
      {feeds.length === 0 && !isMaking ? <Nothing>{m.feeds.nothing}</Nothing> : null}
      <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
        {feeds.map((feed) => (
          <Feed key={feed.id} feed={feed} onPlan={(act) => setPlan({ act, feed })} />
        ))}
      </ul>
      {plan ? (
        <PlanDialog
          plan={plan}
          onMade={(feed) => {
            setMade(feed);
            setPlan(null);
          }}
          onClose={() => setPlan(null)}
        />
      ) : null}
    </Section>
  );
}

function Feed({
  feed,
  onPlan,
}: {
  readonly feed: FeedOut;
  readonly onPlan: (act: Plan["act"]) => void;
}) {
  const say = useSayMoment();
  const { data: projects = [] } = useQuery(projectsOptions());
  const project = projects.find((each) => each.id === feed.project_id);
  const shows = project ? project.name : m.feeds.scopes[feed.scope];
  const used = feed.last_used_at ? m.feeds.read(say(feed.last_used_at)) : m.feeds.neverRead;
  return (
    <li className="flex flex-wrap items-center gap-3 py-3">
      <div className="min-w-0 grow basis-48">
        <p className="truncate font-medium">{feed.name}</p>
        <p className="text-sm text-muted">{`${shows} · ${used}`}</p>
      </div>
      <Button size="small" aria-label={m.feeds.renewOf(feed.name)} onClick={() => onPlan("renew")}>
        {m.feeds.renew}
      </Button>
      <Button
        size="small"
        look="quiet"
        className="text-danger"
        aria-label={m.feeds.deleteOf(feed.name)}
        onClick={() => onPlan("delete")}
      >
        {all.delete}
      </Button>
    </li>
  );
}

function PlanDialog({
  plan: { act, feed },
  onMade,
  onClose,
}: {
  readonly plan: Plan;
  readonly onMade: (feed: FeedMadeOut) => void;
  readonly onClose: () => void;
}) {
  const renew = useRenewFeed();
  const remove = useDeleteFeed();
  const isRenewal = act === "renew";
  return (
    <SureDialog
      title={isRenewal ? m.feeds.renewTitle(feed.name) : m.feeds.deleteTitle(feed.name)}
      text={isRenewal ? m.feeds.renewText : m.feeds.deleteText}
      action={isRenewal ? m.feeds.renew : all.delete}
      busy={renew.isPending || remove.isPending}
      error={renew.error ?? remove.error}
      onYes={() =>
        isRenewal
          ? renew.mutate(feed.id, { onSuccess: onMade })
          : remove.mutate(feed.id, { onSuccess: onClose })
      }
      onClose={onClose}
    />
  );
}

function FeedForm({
  onMade,
  onClose,
}: {
  readonly onMade: (feed: FeedMadeOut) => void;
  readonly onClose: () => void;
}) {
  const { data: projects = [] } = useQuery(projectsOptions());
  const [name, setName] = useState("");
  const [projectId, setProjectId] = useState("");
  const create = useCreateFeed();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate(
      { name: name.trim(), ...(projectId ? { project_id: projectId } : {}) },
      { onSuccess: onMade },
    );
  };
  return (
    <form onSubmit={submit} className="flex max-w-lg flex-col gap-4">
      <Trouble error={create.error} fields={["/name"]} />
      <Field
        label={m.feeds.name}
        hint={m.feeds.nameHint}
        autoFocus
        required
        maxLength={80}
        value={name}
        error={fieldError(create.error, "/name")}
        onChange={(event) => setName(event.target.value)}
      />
      <SelectField
        id="feed-project"
        label={m.feeds.shows}
        value={projectId}
        onChange={(event) => setProjectId(event.target.value)}
      >
        <option value="">{m.feeds.scopes.user}</option>
        {projects
          .filter((project) => !project.archived)
          .map((project) => (
            <option key={project.id} value={project.id}>
              {project.name}
            </option>
          ))}
      </SelectField>
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={create.isPending}>
          {m.feeds.makeIt}
        </Button>
        <Button onClick={onClose}>{core.cancel}</Button>
      </div>
    </form>
  );
}
