import { useMemo } from 'preact/hooks';
import type { EditionAnswer, PublicationAnswer, WhyAnswer } from '../view.ts';
import { editionQuery, type PageState } from './state.ts';
import { useAnswer } from './use-live.ts';
import { dayAndTime } from './zoned.ts';

interface EmptyEditionProps {
  answer: EditionAnswer;
  publication: PublicationAnswer | null;
  state: PageState;
  generation: number;
  go: (change: Partial<PageState>) => void;
}

/** An edition that would not be made: how much is missing, section by section, and the nearest one that has enough. */
export function EmptyEdition({ answer, publication, state, generation, go }: EmptyEditionProps) {
  const query = useMemo(() => editionQuery(state), [state]);
  const why = useAnswer<WhyAnswer>('/api/why', query, generation).value;
  const { found = 0, minimum = 0 } = answer.empty ?? {};
  const entries = publication?.newsletters.find(({ slug }) => slug === state.newsletter)?.editions ?? [];
  const nearest = entries.find(({ enough, date }) => enough && date !== state.date) ?? null;
  return (
    <div class="sheet empty">
      <h2>Not enough for an edition yet</h2>
      <p>
        {found === 0 ? 'No article' : `${found} ${found === 1 ? 'article' : 'articles'}`} of the {minimum} it takes at
        least. It would not be sent.
      </p>
      {why !== null && (
        <table>
          <tbody>
            {why.sections.map(({ title, considered, select }) => {
              const taken = considered.filter(({ leftOut }) => leftOut === null).length;
              return (
                <tr key={title}>
                  <th scope="row" dir="auto">
                    {title}
                  </th>
                  <td>
                    {taken} of {select.limit ?? 'any number'}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {nearest !== null && (
        <button type="button" class="act" onClick={() => go({ date: nearest.date, at: null })}>
          Show {dayAndTime(nearest.local).day}, with {nearest.articles} articles
        </button>
      )}
    </div>
  );
}
