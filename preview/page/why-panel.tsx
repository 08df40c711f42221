import { useState } from 'preact/hooks';
import type { Considered, LeftOutReason, SectionSelection } from '../../core/model/selection.ts';
import type { WhyAnswer } from '../view.ts';
import { beside, useAnswer } from './use-live.ts';

const reasons: Record<LeftOutReason, string> = {
  'not-pinned': 'not pinned',
  section: 'other section',
  tag: 'other tag',
  'too-old': 'too old',
  future: 'not yet out',
  embargoed: 'embargoed',
  channel: 'not by email',
  excluded: 'excluded',
  repeated: 'repeated',
  taken: 'taken above',
  'over-limit': 'over the limit',
};

/** Those are what an editor can do something about; that an article is of another section is no news. */
const plain: ReadonlySet<LeftOutReason> = new Set(['section', 'tag', 'not-pinned']);

/** Why each section holds what it holds, and not what it does not. */
export function WhyPanel({ query, generation }: { query: URLSearchParams; generation: number }) {
  const [words, setWords] = useState('');
  const { value } = useAnswer<WhyAnswer>('/api/why', query, generation, beside(generation));
  if (value === null) return <div class="scroll" />;
  return (
    <div class="scroll why">
      <p class="says">
        {value.found} {value.found === 1 ? 'article' : 'articles'}; it takes {value.minimum}.
      </p>
      <input
        type="search"
        placeholder="Find an article …"
        aria-label="Find an article"
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      {value.sections.map((section, index) => (
        <Section key={`${section.title}${index}`} section={section} words={words.toLowerCase()} />
      ))}
    </div>
  );
}

function Section({ section, words }: { section: SectionSelection; words: string }) {
  const [every, setEvery] = useState(false);
  const { title, select, considered, missingIds } = section;
  const fits = ({ headline, articleId }: Considered) => `${headline} ${articleId}`.toLowerCase().includes(words);
  const taken = considered.filter(({ leftOut }) => leftOut === null);
  const out = considered.filter(({ leftOut }) => leftOut !== null);
  const telling = out.filter(({ leftOut }) => leftOut !== null && !plain.has(leftOut.reason));
  const shown = (words !== '' || every ? out : telling).filter(fits);
  return (
    <section>
      <h2 dir="auto">
        {title}{' '}
        <em>
          {taken.length}
          {select.limit !== undefined && ` of ${select.limit}`}
        </em>
      </h2>
      <p class="rule-of">{ruleOf(select)}</p>
      {missingIds.length > 0 && <p class="missing">Pinned, but no article’s id: {missingIds.join(', ')}</p>}
      <ol>
        {taken.filter(fits).map((article) => (
          <li key={article.articleId}>
            <span dir="auto">{article.headline}</span>
          </li>
        ))}
      </ol>
      <ul class="out">
        {shown.map(({ articleId, headline, leftOut }) => (
          <li key={articleId} data-reason={leftOut?.reason}>
            <span dir="auto">{headline}</span>
            <small>
              <b>{leftOut === null ? '' : reasons[leftOut.reason]}</b> {leftOut?.detail}
            </small>
          </li>
        ))}
      </ul>
      {words === '' && out.length > telling.length && (
        <button type="button" class="link" aria-expanded={every} onClick={() => setEvery(!every)}>
          {every ? 'Only what could have been' : `And ${out.length - telling.length} of other sections or tags`}
        </button>
      )}
    </section>
  );
}

function ruleOf({ section, tag, within, limit, ids, exclude }: SectionSelection['select']): string {
  const rules = [
    section === undefined ? null : `in ${section}`,
    tag === undefined ? null : `tagged “${tag}”`,
    within === undefined ? null : `at most ${within} old`,
    limit === undefined ? null : `${limit} at most`,
    ids === undefined ? null : `${ids.length} pinned`,
    exclude === undefined ? null : `${exclude.length} excluded`,
  ].filter((rule) => rule !== null);
  return rules.length === 0 ? 'any article' : rules.join(' · ');
}
