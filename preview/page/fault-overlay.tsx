import type { Fault } from '../view.ts';

/** What stops the edition, over the last good one: where, and the lines around it. */
export function FaultOverlay({ fault, stale }: { fault: Fault; stale: boolean }) {
  return (
    <div class="fault" role="alert">
      <h2>{fault.places.length === 0 ? fault.message : title(fault)}</h2>
      {fault.places.slice(0, 6).map((place) => (
        <section key={`${place.file}:${place.line}:${place.field}`}>
          <h3>
            <code>
              {place.file}
              {place.line !== null && `:${place.line}`}
              {place.column !== null && `:${place.column}`}
            </code>
          </h3>
          <p>
            {place.field !== '' && !place.got.includes(place.field) && <b>{place.field}: </b>}
            {place.got}
            <span> — {place.allowed}</span>
          </p>
          {place.lines.length > 0 && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
            <pre tabIndex={0}>
              {place.lines.map(({ number, text }) => (
                <div key={number} class={number === place.line ? 'at' : ''}>
                  <i>{number}</i>
                  {text}
                </div>
              ))}
            </pre>
          )}
        </section>
      ))}
      {fault.places.length > 6 && <p>And {fault.places.length - 6} more.</p>}
      <footer>
        <span>{fault.advice}</span>
        {stale && <b>Behind this: the last good edition.</b>}
      </footer>
    </div>
  );
}

function title({ code, places }: Fault): string {
  if (code === 'TEMPLATE_INVALID')
    return places.length === 1 ? 'The template has a fault' : `The template has ${places.length} faults`;
  if (code === 'CONFIG_INVALID') return 'The config has a fault';
  return 'The edition cannot be made';
}
