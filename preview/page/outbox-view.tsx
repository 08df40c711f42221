import { useMemo, useState } from 'preact/hooks';
import type { OutboxAnswer, OutboxMessageAnswer, OutboxMessagesAnswer } from '../view.ts';
import { Frame } from './frame.tsx';
import { Source } from './source-view.tsx';
import type { PageState } from './state.ts';
import { useAnswer, useSize } from './use-live.ts';

interface OutboxViewProps {
  state: PageState;
  generation: number;
  go: (change: Partial<PageState>) => void;
  onLink: (url: string | null) => void;
}

/** The outbox of this machine, as an inbox: every message as its recipient would open it. */
export function OutboxView({ state, generation, go, onLink }: OutboxViewProps) {
  const [words, setWords] = useState('');
  const nothing = useMemo(() => new URLSearchParams(), []);
  const outbox = useAnswer<OutboxAnswer>('/api/outbox', nothing, generation).value;
  const isFile = state.message?.endsWith('.eml') === true;
  const box =
    state.message === null
      ? (outbox?.boxes[0]?.name ?? null)
      : isFile
        ? state.message.replace(/\/[^/]*$/, '')
        : state.message;
  const query = useMemo(() => (box === null ? null : new URLSearchParams({ box, q: words })), [box, words]);
  const messages = useAnswer<OutboxMessagesAnswer>('/api/outbox/messages', query, generation).value;
  const file = isFile
    ? state.message
    : box === null || messages?.messages[0] === undefined
      ? null
      : `${box}/${messages.messages[0].file}`;
  if (outbox === null) return null;
  if (outbox.boxes.length === 0) {
    return (
      <div class="sheet empty">
        <h2>The outbox is empty</h2>
        <p>
          Newsletters whose mailer is the outbox write every message to {outbox.folder}. Send a test, or send an
          edition, and read it here.
        </p>
      </div>
    );
  }
  return (
    <div class="outbox">
      <div class="boxes">
        <label>
          <span class="hidden">Edition</span>
          <select value={box ?? ''} onChange={(event) => go({ message: event.currentTarget.value })}>
            {outbox.boxes.map(({ name, messages: count }) => (
              <option key={name} value={name}>
                {name} ({count.toLocaleString('en')})
              </option>
            ))}
          </select>
        </label>
        <input
          type="search"
          placeholder="Find a recipient …"
          aria-label="Find a recipient"
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <ul>
          {messages?.messages.map(({ file: name, to, subject, date }) => (
            <li key={name}>
              <button
                type="button"
                aria-current={`${box}/${name}` === file ? 'true' : undefined}
                onClick={() => go({ message: `${box}/${name}` })}
              >
                <b>{to}</b>
                <span dir="auto">{subject}</span>
                <time>{date}</time>
              </button>
            </li>
          ))}
        </ul>
        {messages !== null && messages.total > messages.messages.length && (
          <p>
            {messages.messages.length} of {messages.total.toLocaleString('en')}.
          </p>
        )}
      </div>
      {file !== null && <Message file={file} onLink={onLink} />}
    </div>
  );
}

function Message({ file, onLink }: { file: string; onLink: (url: string | null) => void }) {
  const query = useMemo(() => new URLSearchParams({ file }), [file]);
  const { value } = useAnswer<OutboxMessageAnswer>('/api/outbox/message', query, 0);
  const [part, setPart] = useState<'html' | 'text' | 'source'>('html');
  const [ref, size] = useSize();
  if (value === null) return null;
  return (
    <article class="message">
      <header>
        <h2 dir="auto">{value.subject}</h2>
        <p>
          {value.from} to <b>{value.to}</b>
        </p>
        <div class="group">
          {(['html', 'text', 'source'] as const).map((name) => (
            <button key={name} type="button" aria-pressed={part === name} onClick={() => setPart(name)}>
              {{ html: 'Message', text: 'Text', source: 'Source' }[name]}
            </button>
          ))}
        </div>
      </header>
      <div class="opened" ref={ref}>
        {part === 'html' && value.html !== null && size.width > 0 && (
          <Frame
            label="message"
            html={value.html}
            width={size.width}
            height={size.height}
            scale={1}
            mark={null}
            onLink={onLink}
          />
        )}
        {(part === 'text' || (part === 'html' && value.html === null)) && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
          <pre class="text" tabIndex={0}>
            {value.text}
          </pre>
        )}
        {part === 'source' && (
          <div class="within">
            <Source source={value} />
          </div>
        )}
      </div>
    </article>
  );
}
