import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { feedsOptions, useCreateFeed, useDeleteFeed, useRenewFeed } from "@/api/feeds/feeds";
import { filtersOptions } from "@/api/filters/list-filters";
import { projectsOptions } from "@/api/projects/list-projects";
import type { FeedMadeOut, FeedOut } from "@/api/schema.gen";
import { SecretOnce } from "@/components/secret/secret-once";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormButtons } from "@/components/ui/form-buttons";
import { Nothing, Section } from "@/components/ui/section";
import { SelectField } from "@/components/ui/select";
import { SureDialog } from "@/components/ui/sure-dialog";
import { fieldError, Trouble } from "@/components/ui/trouble";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { m as all } from "../messages";
import { m } from "./messages";

type Plan = { readonly act: "renew" | "delete"; readonly feed: FeedOut };

/** Secret addresses under which calendars read tasks. */
export function FeedsSection({
  feedOf,
}: {
  /** Id of a project or filter that somebody came here for. */
  readonly feedOf?: string | undefined;
}) {
  const { data: feeds } = useSuspenseQuery(feedsOptions());
  const [isMaking, setIsMaking] = useState(feedOf !== undefined);
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
          feedOf={feedOf}
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
  const { projects, filters } = usePlaces();
  const place =
    projects.find((each) => each.id === feed.project_id) ??
    filters.find((each) => each.id === feed.filter_id);
  const shows = place ? place.name : m.feeds.scopes[feed.scope];
  const used = feed.last_used_at ? m.feeds.read(say(feed.last_used_at)) : m.feeds.neverRead;
  return (
    <li className="flex flex-wrap items-center gap-3 py-3">
      <div className="min-w-0 grow basis-48">
        <p className="truncate font-medium">{feed.name}</p>
        <p className="truncate text-sm text-muted">{`${shows} · ${used}`}</p>
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

/** What a feed can show a part of. */
function usePlaces() {
  const { data: projects = [] } = useQuery(projectsOptions());
  const { data: filters = [] } = useQuery(filtersOptions());
  return { projects, filters };
}

function FeedForm({
  feedOf,
  onMade,
  onClose,
}: {
  readonly feedOf: string | undefined;
  readonly onMade: (feed: FeedMadeOut) => void;
  readonly onClose: () => void;
}) {
  const { projects, filters } = usePlaces();
  const [name, setName] = useState("");
  const [placeId, setPlaceId] = useState(feedOf ?? "");
  const create = useCreateFeed();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate(
      {
        name: name.trim(),
        ...(projects.some(({ id }) => id === placeId) ? { project_id: placeId } : {}),
        ...(filters.some(({ id }) => id === placeId) ? { filter_id: placeId } : {}),
      },
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
        id="feed-place"
        label={m.feeds.shows}
        value={placeId}
        onChange={(event) => setPlaceId(event.target.value)}
      >
        <option value="">{m.feeds.scopes.user}</option>
        <Places title={m.feeds.projects} places={projects} />
        <Places title={m.feeds.filters} places={filters} />
      </SelectField>
      <FormButtons busy={create.isPending} onClose={onClose}>
        {m.feeds.makeIt}
      </FormButtons>
    </form>
  );
}

function Places({
  title,
  places,
}: {
  readonly title: string;
  readonly places: readonly { readonly id: string; readonly name: string }[];
}) {
  if (places.length === 0) return null;
  return (
    <optgroup label={title}>
      {places.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}
