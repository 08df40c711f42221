import { useEffect, useState } from 'preact/hooks';
import { editionQuery, type PageState } from './state.ts';

/** The plain-text part. */
export function TextView({
  state,
  generation,
  direction,
}: {
  state: PageState;
  generation: number;
  direction: 'ltr' | 'rtl';
}) {
  const [text, setText] = useState<string | null>(null);
  const query = editionQuery(state).toString();
  useEffect(() => {
    let current = true;
    fetch(`/editions/${state.newsletter}/${state.date}/txt?${query}`)
      .then((response) => response.text())
      .then((answer) => {
        if (current) setText(answer);
      })
      // The stream of changes says that the server is gone.
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [query, generation, state.newsletter, state.date]);
  const longest = (text ?? '').split('\n').reduce((most, line) => Math.max(most, [...line].length), 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <div class="sheet" tabIndex={0}>
      {text !== null && (
        <>
          <p class="caption">
            The text part: {text.split('\n').length.toLocaleString('en')} lines,{' '}
            {new TextEncoder().encode(text).length.toLocaleString('en')} bytes, the longest line {longest} characters.
          </p>
          <pre class="text" dir={direction}>
            {linked(text)}
          </pre>
        </>
      )}
    </div>
  );
}

/** Addresses set apart from the words. */
function linked(text: string) {
  return text
    .split(/(https?:\/\/[^\s<>]+)/)
    .map((piece, index) => (index % 2 === 1 ? <span class="url">{piece}</span> : piece));
}
