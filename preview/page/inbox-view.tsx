import type { ShownEdition } from '../view.ts';

interface Inbox {
  name: string;
  where: string;
  /** About how many characters of each are seen. */
  sees: string;
  layout: 'row' | 'stack';
  className: string;
}

const inboxes: Inbox[] = [
  {
    name: 'Gmail',
    where: 'in a browser',
    sees: 'about 20 letters of the sender; subject and preheader share one line of about 110',
    layout: 'row',
    className: 'gmail-web',
  },
  {
    name: 'Gmail',
    where: 'on a phone',
    sees: 'one line of about 38 letters each',
    layout: 'stack',
    className: 'gmail-app',
  },
  {
    name: 'Apple Mail',
    where: 'on an iPhone',
    sees: 'a subject of about 40 letters, and two lines of preheader',
    layout: 'stack',
    className: 'apple-phone',
  },
  {
    name: 'Apple Mail',
    where: 'on a Mac',
    sees: 'a subject of about 45 letters, and two lines of preheader',
    layout: 'stack',
    className: 'apple-mac',
  },
  {
    name: 'Outlook',
    where: 'on the desktop',
    sees: 'one line of about 45 letters each',
    layout: 'stack',
    className: 'outlook',
  },
];

/** The line in the inbox as the large programs show it, cut where they cut. */
export function InboxView({ edition, at }: { edition: ShownEdition; at: string }) {
  const from = edition.from.name ?? edition.from.address;
  const { subject, preheader, direction } = edition;
  const time = at.slice(11, 16);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <div class="sheet inboxes" tabIndex={0}>
      <dl class="lengths">
        <Length name="From" text={from} most={20} />
        <Length name="Subject" text={subject} most={60} />
        <Length name="Preheader" text={preheader} most={100} />
      </dl>
      {inboxes.map(({ name, where, sees, layout, className }) => (
        <section key={className}>
          <h2>
            {name} <span>{where}</span>
          </h2>
          {layout === 'row' ? (
            <div class={`inbox ${className}`} dir={direction} data-inbox={className}>
              <b class="from">{from}</b>
              <span class="line">
                <b>{subject}</b>
                {preheader !== '' && <span> – {preheader}</span>}
              </span>
              <time>{time}</time>
            </div>
          ) : (
            <div class={`inbox ${className}`} dir={direction} data-inbox={className}>
              <b class="from">{from}</b>
              <time>{time}</time>
              <span class="subject">{subject}</span>
              <span class="preheader">
                {preheader === '' ? <i>The body’s first words: there is no preheader.</i> : preheader}
              </span>
            </div>
          )}
          <p class="sees">Shows {sees}.</p>
        </section>
      ))}
    </div>
  );
}

function Length({ name, text, most }: { name: string; text: string; most: number }) {
  const length = [...text].length;
  return (
    <div class={length > most ? 'long' : ''}>
      <dt>{name}</dt>
      <dd>
        <span dir="auto">{text === '' ? '(none)' : text}</span>
        <small>
          {length} letters{length > most ? `, of which most places show ${most}` : ''}
        </small>
      </dd>
    </div>
  );
}
