import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Route as RouteIcon, SearchX } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { SUBJECTS, type Subject, timelineOptions } from "@/api/ops/timeline";
import { AreaPage } from "@/components/area/area-page";
import { opsLink, useTexts } from "@/components/area/links";
import { m as area } from "@/components/area/messages";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { MoreButton } from "@/components/ui/load-more";
import { SelectField } from "@/components/ui/select";
import { SkeletonList } from "@/components/ui/skeleton";
import { Problem } from "@/lib/problem";
import { m } from "./messages";
import { storiesOf } from "./story";
import { StoryItem } from "./story-item";

/** What happened to somebody or something, from the call to the mail server's answer. */
export function TimelinePage() {
  const { of, id = "" } = useTexts();
  const navigate = useNavigate();
  const subject = SUBJECTS.find((each) => each === of) ?? "user";
  return (
    <AreaPage title={m.pages.timeline} lead={m.timeline.lead}>
      <SearchForm
        key={`${subject} ${id}`}
        subject={subject}
        id={id}
        onSearch={(next, what) => void navigate(opsLink("timeline", { of: next, id: what }))}
      />
      {id === "" ? (
        <EmptyState
          icon={<RouteIcon size={28} />}
          title={m.timeline.startTitle}
          text={m.timeline.startText}
        />
      ) : (
        <Found key={`${subject} ${id}`} subject={subject} id={id} />
      )}
    </AreaPage>
  );
}

function SearchForm({
  subject,
  id,
  onSearch,
}: {
  readonly subject: Subject;
  readonly id: string;
  readonly onSearch: (subject: Subject, id: string) => void;
}) {
  const selectId = useId();
  const [kind, setKind] = useState(subject);
  const [typed, setTyped] = useState(id);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSearch(kind, typed.trim());
  };
  return (
    <form
      onSubmit={submit}
      className="grid items-end gap-3 rounded-xl border border-line bg-surface p-4 sm:grid-cols-[11rem_minmax(0,1fr)_auto]"
    >
      <SelectField
        id={selectId}
        label={m.timeline.of}
        value={kind}
        onChange={(event) =>
          setKind(SUBJECTS.find((each) => each === event.target.value) ?? "user")
        }
      >
        {SUBJECTS.map((each) => (
          <option key={each} value={each}>
            {m.timeline.subjects[each]}
          </option>
        ))}
      </SelectField>
      <Field
        label={kind === "user" ? m.timeline.userId : m.timeline.id}
        required
        maxLength={254}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit" look="primary" className="h-10 self-end">
        {m.timeline.find}
      </Button>
    </form>
  );
}

function Found({ subject, id }: { readonly subject: Subject; readonly id: string }) {
  const pages = useInfiniteQuery({ ...timelineOptions(subject, id), retry: false });
  if (pages.data === undefined) {
    if (pages.error === null) return <SkeletonList rows={6} />;
    return isUnknown(pages.error) ? (
      <EmptyState
        icon={<SearchX size={28} />}
        title={m.timeline.unknownTitle}
        text={m.timeline.unknownText}
      />
    ) : (
      <ErrorNote error={pages.error} onRetry={() => void pages.refetch()} />
    );
  }
  // The newest page came first; each page is oldest first.
  const entries = [...pages.data.pages].reverse().flatMap((page) => page.entries);
  const newest = pages.data.pages[0];
  const stories = storiesOf({ entries, waiting: newest?.waiting ?? [] });
  return (
    <div className="flex flex-col gap-3">
      {newest?.hint ? <p className="rounded-lg bg-hover px-3.5 py-3">{newest.hint}</p> : null}
      <MoreButton pages={pages} className="self-center">
        {m.timeline.earlier}
      </MoreButton>
      {pages.isFetchNextPageError ? <ErrorNote error={pages.error} /> : null}
      {stories.length === 0 && !newest?.hint ? (
        <p className="text-muted">{area.nothingFits}</p>
      ) : null}
      <ol className="flex flex-col gap-3">
        {stories.map((story) => (
          <StoryItem key={story.id} story={story} />
        ))}
      </ol>
    </div>
  );
}

/** Nothing knows it; a text that is no id at all is known by nothing either. */
const isUnknown = (error: unknown): boolean =>
  error instanceof Problem && (error.status === 404 || error.status === 422);
