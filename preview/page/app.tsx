import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { ChecksAnswer, PublicationAnswer } from '../view.ts';
import { ChecksPanel } from './checks-panel.tsx';
import { EditionBar } from './edition-bar.tsx';
import { EditionList } from './edition-list.tsx';
import { EmptyEdition } from './empty-edition.tsx';
import { FaultOverlay } from './fault-overlay.tsx';
import { InboxView } from './inbox-view.tsx';
import { Masthead } from './masthead.tsx';
import { OutboxView } from './outbox-view.tsx';
import { Help, useShortcuts } from './shortcuts.tsx';
import { SourceView } from './source-view.tsx';
import { Stage } from './stage.tsx';
import { editionQuery, type PageState, queryOf, stateOf } from './state.ts';
import { TestPanel } from './test-panel.tsx';
import { TextView } from './text-view.tsx';
import { beside, useAnswer, useFeed } from './use-live.ts';
import { WhyPanel } from './why-panel.tsx';

/** The whole page. */
export function App() {
  const [state, setState] = useState<PageState>(() => stateOf(location.search));
  const [mark, setMark] = useState<{ path: string; at: number } | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const [help, setHelp] = useState(false);
  const query = state.newsletter === '' || state.date === '' ? null : editionQuery(state);
  const feed = useFeed(query);
  const { generation, edition: answer } = feed;
  const publication = useAnswer<PublicationAnswer>(
    '/api/publication',
    useMemo(() => new URLSearchParams(), []),
    feed.listed,
    beside(feed.listed),
  );
  const go = useCallback((change: Partial<PageState>) => {
    setState((before) => ({ ...before, ...change }));
    if (change.newsletter !== undefined || change.date !== undefined || change.at !== undefined) setMark(null);
  }, []);

  const start = publication.value?.start;
  useEffect(() => {
    if (start === undefined || (state.newsletter !== '' && state.date !== '')) return;
    // A newsletter without a date begins with the edition its own list would.
    go(state.newsletter === '' ? start : { date: firstDate(publication.value, state.newsletter) ?? start.date });
  }, [start, state.newsletter, state.date, publication.value, go]);
  useEffect(() => {
    const query = queryOf(state);
    history.replaceState(null, '', query === '' ? '/' : `/?${query}`);
  }, [state]);
  useEffect(() => {
    const back = () => setState(stateOf(location.search));
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);

  const checks = useAnswer<ChecksAnswer>('/api/checks', answer?.edition == null ? null : query, generation, 150);
  const newsletter = publication.value?.newsletters.find(({ slug }) => slug === state.newsletter) ?? null;
  useShortcuts({
    state,
    go,
    editions: newsletter?.editions ?? [],
    onHelp: () => setHelp((open) => !open),
    onEscape: () => {
      setHelp(false);
      setMark(null);
    },
  });
  useEffect(() => {
    const title = answer?.edition?.title;
    document.title = title === undefined ? 'Pressrun' : `${title}, ${answer?.local.slice(0, 10) ?? ''} · Pressrun`;
  }, [answer]);

  const fault = feed.refused ?? answer?.fault ?? publication.fault ?? null;
  return (
    <div
      class={`page ${state.list ? 'with-list' : ''} ${state.panel === 'none' || state.view === 'outbox' ? '' : 'with-panel'}`}
    >
      <Masthead
        publication={publication.value}
        newsletter={newsletter}
        edition={answer}
        state={state}
        feed={feed}
        go={go}
        onHelp={() => setHelp(true)}
      />
      {state.list && (
        <EditionList
          publication={publication.value}
          state={state}
          timeZone={answer?.timeZone ?? newsletter?.timeZone ?? 'UTC'}
          at={answer?.at ?? null}
          go={go}
        />
      )}
      <main>
        <EditionBar state={state} go={go} />
        <div class="ground">
          {state.view === 'outbox' ? (
            <OutboxView state={state} generation={generation} go={go} onLink={setLink} />
          ) : answer?.empty != null ? (
            <EmptyEdition
              answer={answer}
              publication={publication.value}
              state={state}
              generation={generation}
              go={go}
            />
          ) : answer?.edition == null ? (
            fault === null && <p class="waiting">Making the edition …</p>
          ) : state.view === 'edition' ? (
            <Stage
              html={answer.edition.html}
              devices={state.devices}
              width={state.width}
              onWidth={(width) => go({ width })}
              mark={mark}
              onLink={setLink}
            />
          ) : state.view === 'inbox' ? (
            <InboxView edition={answer.edition} at={answer.local} />
          ) : state.view === 'text' ? (
            <TextView state={state} generation={generation} direction={answer.edition.direction} />
          ) : (
            <SourceView state={state} generation={generation} />
          )}
          {fault !== null && state.view !== 'outbox' && <FaultOverlay fault={fault} stale={answer?.edition != null} />}
          {link !== null && <div class="status">{link}</div>}
        </div>
      </main>
      {state.view !== 'outbox' && state.panel !== 'none' && (
        <aside class="panel" aria-label="About this edition">
          <div class="tabs" role="tablist">
            {(['checks', 'why', 'test'] as const).map((name) => (
              <button
                key={name}
                type="button"
                role="tab"
                aria-selected={state.panel === name}
                onClick={() => go({ panel: name })}
              >
                {{ checks: 'Checks', why: 'Why these', test: 'Send a test' }[name]}
                {name === 'checks' && checks.value !== null && <Tally checks={checks.value} />}
              </button>
            ))}
          </div>
          {state.panel === 'checks' && (
            <ChecksPanel
              live={checks}
              edition={answer}
              notices={answer?.notices ?? []}
              mark={mark}
              onMark={setMark}
              state={state}
              go={go}
            />
          )}
          {state.panel === 'why' && query !== null && <WhyPanel query={query} generation={generation} />}
          {state.panel === 'test' && (
            <TestPanel state={state} edition={answer} mailer={newsletter?.mailer ?? 'outbox'} go={go} />
          )}
        </aside>
      )}
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}

function firstDate(publication: PublicationAnswer | null, slug: string): string | null {
  const entries = publication?.newsletters.find((entry) => entry.slug === slug)?.editions ?? [];
  return (entries.find(({ enough, when }) => enough && when === 'past') ?? entries[0])?.date ?? null;
}

function Tally({ checks }: { checks: ChecksAnswer }) {
  const errors = checks.findings.filter(({ severity }) => severity === 'error').length;
  const warnings = checks.findings.filter(({ severity }) => severity === 'warning').length;
  if (errors > 0) return <em class="tally bad">{errors}</em>;
  return warnings > 0 ? <em class="tally warn">{warnings}</em> : <em class="tally good">✓</em>;
}
