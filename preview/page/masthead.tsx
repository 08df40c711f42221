import type { EditionAnswer, NewsletterEntry, PublicationAnswer } from '../view.ts';
import { RecipientPicker } from './recipient-picker.tsx';
import type { PageState } from './state.ts';
import type { Feed } from './use-live.ts';
import { longDay } from './zoned.ts';

interface MastheadProps {
  publication: PublicationAnswer | null;
  newsletter: NewsletterEntry | null;
  edition: EditionAnswer | null;
  state: PageState;
  feed: Feed;
  go: (change: Partial<PageState>) => void;
  onHelp: () => void;
}

/** Which edition this is, and whether the page is live. */
export function Masthead({ publication, newsletter, edition, state, feed, go, onHelp }: MastheadProps) {
  const sent = edition?.run ?? null;
  return (
    <header class="masthead">
      <button
        type="button"
        class="mark"
        aria-pressed={state.list}
        onClick={() => go({ list: !state.list })}
        title="Show or hide the editions  ( [ )"
      >
        <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
          <path
            d="M3 4.500h14M3 8.200h14M3 11.900h14M3 15.600h9"
            stroke="currentColor"
            stroke-width="1.5"
            fill="none"
          />
        </svg>
        <span class="hidden">Editions</span>
      </button>
      <div class="name">
        {publication?.publication ?? 'Pressrun'}
        <span>Preview</span>
      </div>
      <h1>
        <bdi>{newsletter?.title ?? ''}</bdi>
        {edition !== null && (
          <small>
            {longDay(edition.local)}, {edition.local.slice(11, 16)} <i>{edition.timeZone.replaceAll('_', ' ')}</i>
          </small>
        )}
      </h1>
      <div class="news">
        {sent?.revision != null && (
          <button type="button" class="link" aria-pressed={state.asSent} onClick={() => go({ asSent: !state.asSent })}>
            {state.asSent ? 'Shown as it was sent' : `Run ${sent.state}: show it as sent`}
          </button>
        )}
        {state.view !== 'outbox' && edition?.empty == null && (
          <RecipientPicker chosen={edition?.edition?.recipient ?? null} onChoose={(recipient) => go({ recipient })} />
        )}
        <span class={`live ${feed.connected ? 'on' : 'off'}`} role="status">
          {feed.connected ? (feed.last === null ? 'live' : newsOf(feed)) : 'not connected'}
        </span>
        <button
          type="button"
          class="key"
          title="Keyboard shortcuts  ( ? )"
          aria-label="Keyboard shortcuts"
          onClick={onHelp}
        >
          ?
        </button>
      </div>
    </header>
  );
}

function newsOf({ last }: Feed): string {
  const [name = ''] = last?.names ?? [];
  const more = (last?.names.length ?? 0) - 1;
  return `${name.length > 44 ? `${name.slice(0, 43)}…` : name}${more > 0 ? ` and ${more} more` : ''} changed`;
}
