import type { SourceAnswer } from '../view.ts';
import { editionQuery, type PageState } from './state.ts';
import { useAnswer } from './use-live.ts';

/** The message as the mailer gets it. */
export function SourceView({ state, generation }: { state: PageState; generation: number }) {
  const query = editionQuery(state);
  const { value } = useAnswer<SourceAnswer>('/api/source', query, generation);
  if (value === null) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <div class="sheet wide" tabIndex={0}>
      <p class="caption">
        The message for this recipient, {value.raw.length.toLocaleString('en')} bytes.{' '}
        <a
          href={`/editions/${state.newsletter}/${state.date}/eml?${query}`}
          download={`${state.newsletter}-${state.date}.eml`}
        >
          Download it
        </a>
        .
      </p>
      <Source source={value} />
    </div>
  );
}

/** A message's headers, each explained, its parts, and all of it as it is. */
export function Source({ source }: { source: SourceAnswer }) {
  return (
    <>
      <table class="headers">
        <caption class="hidden">Headers</caption>
        <tbody>
          {source.headers.map(({ name, value, explained }, index) => (
            <tr key={`${name}${index}`}>
              <th scope="row">{name}</th>
              <td>
                <code>{value}</code>
                {explained !== '' && <p>{explained}</p>}
              </td>
            </tr>
          ))}
          {source.parts.map(({ type, encoding, bytes }) => (
            <tr key={type}>
              <th scope="row">Part</th>
              <td>
                <code>{type}</code>
                <p>
                  {encoding}, {bytes.toLocaleString('en')} bytes as sent.
                </p>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <details>
        <summary>All of it, as it is</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard */}
        <pre class="raw" tabIndex={0}>
          {source.raw}
        </pre>
      </details>
    </>
  );
}
