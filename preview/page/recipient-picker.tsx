import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Recipient, RecipientsAnswer } from '../view.ts';
import { useAnswer } from './use-live.ts';

interface RecipientPickerProps {
  chosen: Recipient | null;
  onChoose: (id: string) => void;
}

/** Opens the picker from elsewhere, as the keyboard does. */
export const openPickerEvent = 'pressrun-recipient';

/** Whom the edition is shown to: searched by anything that is known of them. */
export function RecipientPicker({ chosen, onChoose }: RecipientPickerProps) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const show = () => setOpen(true);
    const away = (event: Event) => {
      if (event.target instanceof Node && place.current?.contains(event.target) === false) setOpen(false);
    };
    window.addEventListener(openPickerEvent, show);
    document.addEventListener('pointerdown', away);
    return () => {
      window.removeEventListener(openPickerEvent, show);
      document.removeEventListener('pointerdown', away);
    };
  }, []);
  return (
    <div class="picker" ref={place}>
      <button
        type="button"
        class="chosen"
        aria-expanded={open}
        title="Whom it is shown to  ( r )"
        onClick={() => setOpen(!open)}
      >
        <span>For</span>{' '}
        <b dir="auto">{chosen === null ? '…' : chosen.from === 'sample' ? sampleName(chosen) : chosen.name}</b>
        {chosen?.locale != null && <i>{chosen.locale}</i>}
      </button>
      {open && (
        <Choices
          chosen={chosen}
          onChoose={(id) => {
            onChoose(id);
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}

function sampleName({ id }: Recipient): string {
  return id === 'longest' ? 'longest values' : 'any reader';
}

function Choices({ chosen, onChoose, onClose }: RecipientPickerProps & { onClose: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const query = useMemo(() => new URLSearchParams({ q: text }), [text]);
  const { value } = useAnswer<RecipientsAnswer>('/api/recipients', query, 0);
  useEffect(() => input.current?.focus(), []);
  const found = value?.recipients ?? [];
  const key = (event: KeyboardEvent) => {
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (move !== 0) setAt(Math.max(0, Math.min(found.length - 1, at + move)));
    else if (event.key === 'Enter') onChoose(found[at]?.id ?? 'sample');
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="choices">
      <input
        ref={input}
        type="search"
        placeholder="Search by name, address, city, locale …"
        aria-label="Search recipients"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={key}
      />
      <ul>
        {found.map((recipient, index) => (
          <li key={recipient.id}>
            <button
              type="button"
              class={index === at ? 'at' : ''}
              aria-current={recipient.id === chosen?.id ? 'true' : undefined}
              onClick={() => onChoose(recipient.id)}
            >
              <b dir="auto">{recipient.name}</b>
              <span>{recipient.from === 'sample' ? '' : recipient.email}</span>
              <i>{recipient.locale}</i>
            </button>
          </li>
        ))}
        {value !== null && found.length === 0 && <li class="none">Nobody fits.</li>}
      </ul>
      <p>
        {value?.file == null
          ? 'No sample file: subscribers.csv beside the config would be read.'
          : `Rows of ${value.file.split(/[\\/]/).slice(-2).join('/')}, and subscribers.`}
      </p>
    </div>
  );
}
