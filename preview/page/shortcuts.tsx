import { useEffect, useRef } from 'preact/hooks';
import { type EditionEntry, themes } from '../view.ts';
import { nextFindingEvent } from './checks-panel.tsx';
import { openPickerEvent } from './recipient-picker.tsx';
import type { PageState } from './state.ts';

interface ShortcutsInput {
  state: PageState;
  editions: readonly EditionEntry[];
  go: (change: Partial<PageState>) => void;
  onHelp: () => void;
  onEscape: () => void;
}

const help: [keys: string, does: string][] = [
  ['1 2 3', 'phone, tablet, desktop'],
  ['0', 'all three side by side'],
  ['t', 'the next theme'],
  ['p', 'pictures on or off'],
  ['r', 'another recipient'],
  ['e i x s o', 'edition, inbox, text, source, outbox'],
  ['c w m', 'checks, why these, send a test'],
  ['n N', 'the next finding, the one before'],
  ['j k', 'the edition before, the one after'],
  ['[ ]', 'the list of editions, the panel'],
  ['Esc', 'nothing marked'],
  ['?', 'this'],
];

/** The keyboard, where nothing is being written. */
export function useShortcuts(input: ShortcutsInput): void {
  const latest = useRef(input);
  latest.current = input;
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      const { state, go, onHelp, onEscape } = latest.current;
      const change = changeOf(event.key, latest.current);
      if (change !== null) go(change);
      else if (event.key === '?') onHelp();
      else if (event.key === 'Escape') onEscape();
      else if (event.key === 'r') window.dispatchEvent(new Event(openPickerEvent));
      else if (event.key === 'n' || event.key === 'N') {
        if (state.panel !== 'checks') go({ panel: 'checks' });
        window.dispatchEvent(new CustomEvent(nextFindingEvent, { detail: event.key === 'n' ? 1 : -1 }));
      } else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, []);
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(?:input|select|textarea)$/i.test(target.tagName);
}

/** What a key changes of the state; null where it does something else. */
function changeOf(key: string, { state, editions }: ShortcutsInput): Partial<PageState> | null {
  switch (key) {
    case '1':
      return { view: 'edition', width: null, devices: ['phone'] };
    case '2':
      return { view: 'edition', width: null, devices: ['tablet'] };
    case '3':
      return { view: 'edition', width: null, devices: ['desktop'] };
    case '0':
      return { view: 'edition', width: null, devices: ['phone', 'tablet', 'desktop'] };
    case 't':
      return { theme: themes[(themes.indexOf(state.theme) + 1) % themes.length] ?? 'light' };
    case 'p':
      return { pictures: !state.pictures };
    case 'e':
      return { view: 'edition' };
    case 'i':
      return { view: 'inbox' };
    case 'x':
      return { view: 'text' };
    case 's':
      return { view: 'source' };
    case 'o':
      return { view: 'outbox' };
    case 'c':
      return { panel: 'checks' };
    case 'w':
      return { panel: 'why' };
    case 'm':
      return { panel: 'test' };
    case '[':
      return { list: !state.list };
    case ']':
      return { panel: state.panel === 'none' ? 'checks' : 'none' };
    case 'j':
      return stepped(state, editions, 1);
    case 'k':
      return stepped(state, editions, -1);
    default:
      return null;
  }
}

/** The list has the latest first. */
function stepped({ date }: PageState, editions: readonly EditionEntry[], by: number): Partial<PageState> {
  const next = editions[editions.findIndex((entry) => entry.date === date) + by];
  return next === undefined ? {} : { date: next.date, at: null, asSent: false };
}

/** What the keys do. */
export function Help({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="help" onClose={onClose}>
      <h2>Keys</h2>
      <dl>
        {help.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" class="act">
          Good
        </button>
      </form>
    </dialog>
  );
}
