import type { EditionEntry, PublicationAnswer } from '../view.ts';
import type { PageState } from './state.ts';
import { dayAndTime, instantOfWall, wallTime } from './zoned.ts';

interface EditionListProps {
  publication: PublicationAnswer | null;
  state: PageState;
  timeZone: string;
  /** The instant of the edition that is shown. */
  at: string | null;
  go: (change: Partial<PageState>) => void;
}

/** The newsletters, their editions, and travel in time. */
export function EditionList({ publication, state, timeZone, at, go }: EditionListProps) {
  return (
    <nav class="editions" aria-label="Editions">
      <div class="scroll">
        {publication?.newsletters.map(({ slug, title, description, editions }) => (
          <section key={slug}>
            <h2 dir="auto">
              <button
                type="button"
                aria-expanded={slug === state.newsletter}
                title={description ?? ''}
                onClick={() => go({ newsletter: slug, date: '', at: null, asSent: false })}
              >
                {title}
              </button>
            </h2>
            {slug === state.newsletter && (
              <>
                <Group
                  title="Coming"
                  entries={editions.filter(({ when }) => when === 'coming').toReversed()}
                  state={state}
                  go={go}
                />
                <Group title="Past" entries={editions.filter(({ when }) => when === 'past')} state={state} go={go} />
              </>
            )}
          </section>
        ))}
      </div>
      <TimeTravel state={state} timeZone={timeZone} at={at} now={publication?.now ?? null} go={go} />
    </nav>
  );
}

function Group({
  title,
  entries,
  state,
  go,
}: {
  title: string;
  entries: EditionEntry[];
  state: PageState;
  go: EditionListProps['go'];
}) {
  if (entries.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {entries.map((entry) => {
          const { day, time, year } = dayAndTime(entry.local);
          return (
            <li key={entry.date}>
              <button
                type="button"
                class={entry.enough ? '' : 'lacking'}
                aria-current={entry.date === state.date && state.at === null ? 'true' : undefined}
                data-edition={entry.date}
                onClick={() => go({ date: entry.date, at: null, asSent: false })}
                title={`${entry.date}: ${entry.articles} articles${entry.enough ? '' : ', too few'}${entry.run === null ? '' : `; run ${entry.run}`}`}
              >
                <span>{day}</span>
                <span class="time">{time}</span>
                <span class="run">
                  {entry.run === null ? '' : <i class={`dot ${entry.run}`} title={`run ${entry.run}`} />}
                </span>
                <span class="count">{entry.articles}</span>
                <span class="hidden"> articles, {year}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

const hour = 3_600_000;

/** The edition as of any instant: with the articles that exist now, and were out by then. */
function TimeTravel({
  state,
  timeZone,
  at,
  now,
  go,
}: {
  state: PageState;
  timeZone: string;
  at: string | null;
  now: string | null;
  go: EditionListProps['go'];
}) {
  const travel = (instant: string | null) => {
    if (instant !== null) go({ at: instant, asSent: false });
  };
  const by = (hours: number) => travel(at === null ? null : new Date(Date.parse(at) + hours * hour).toISOString());
  return (
    <form class="travel" onSubmit={(event) => event.preventDefault()}>
      <label>
        <span>As of, in {timeZone.split('/').at(-1)?.replaceAll('_', ' ')}</span>
        <input
          type="datetime-local"
          name="at"
          value={at === null ? '' : wallTime(at, timeZone)}
          onChange={(event) => travel(instantOfWall(event.currentTarget.value, timeZone))}
        />
      </label>
      <div class="steps">
        <button type="button" onClick={() => by(-24)} title="A day earlier">
          −1 d
        </button>
        <button type="button" onClick={() => by(-1)} title="An hour earlier">
          −1 h
        </button>
        <button type="button" onClick={() => travel(now)}>
          now
        </button>
        <button type="button" onClick={() => by(1)} title="An hour later">
          +1 h
        </button>
        <button type="button" onClick={() => by(24)} title="A day later">
          +1 d
        </button>
      </div>
      {state.at !== null && (
        <button type="button" class="link" onClick={() => go({ at: null })}>
          Back to the edition’s own time
        </button>
      )}
    </form>
  );
}
