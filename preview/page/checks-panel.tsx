import { useEffect, useMemo } from 'preact/hooks';
import type { Finding } from '../../core/stages/check.ts';
import type { ChecksAnswer, EditionAnswer, Notice, SlowChecksAnswer } from '../view.ts';
import { editionQuery, type PageState } from './state.ts';
import { type Live, useAnswer } from './use-live.ts';

interface ChecksPanelProps {
  live: Live<ChecksAnswer>;
  edition: EditionAnswer | null;
  notices: readonly Notice[];
  mark: { path: string; at: number } | null;
  onMark: (mark: { path: string; at: number } | null) => void;
  state: PageState;
  go: (change: Partial<PageState>) => void;
}

/** Steps to the next finding from elsewhere, as the keyboard does. */
export const nextFindingEvent = 'pressrun-finding';

const groups: { severity: Finding['severity']; title: string; says: string }[] = [
  { severity: 'error', title: 'Errors', says: 'These stop a send.' },
  { severity: 'warning', title: 'Warnings', says: '' },
  { severity: 'note', title: 'Notes', says: '' },
];

/** What the checks found, each with its place in the edition and in the template. */
export function ChecksPanel({ live, edition, notices, mark, onMark, state, go }: ChecksPanelProps) {
  const { value } = live;
  const slowQuery = useMemo(
    () => (edition?.edition == null ? null : editionQuery({ ...state, theme: 'light' })),
    [edition?.generation, state.newsletter, state.date, state.at],
  );
  const slow = useAnswer<SlowChecksAnswer>('/api/slow-checks', slowQuery, 0, 3_000).value;
  const findings = useMemo(() => [...(value?.findings ?? []), ...(slow?.findings ?? [])], [value, slow]);
  const placed = findings.filter(({ element }) => element !== null);
  useEffect(() => {
    const step = (event: Event) => {
      const by = (event as CustomEvent<number>).detail;
      const now = placed.findIndex(({ element }) => element === mark?.path);
      const next = placed[(now + by + placed.length) % placed.length];
      if (next?.element != null) point(next, onMark, go);
    };
    window.addEventListener(nextFindingEvent, step);
    return () => window.removeEventListener(nextFindingEvent, step);
  }, [placed, mark, onMark, go]);
  if (value === null) {
    return (
      <div class="scroll checks">
        {edition?.empty != null && (
          <p class="says">There is no edition to check. “Why these” says what was left out.</p>
        )}
      </div>
    );
  }
  return (
    <div class="scroll checks">
      <Weight value={value} />
      {notices.length > 0 && (
        <section>
          <h2>Passed over</h2>
          <ul>
            {notices.map(({ file, message }) => (
              <li key={file} class="warning">
                <p>{message}</p>
                <code>{file}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
      {groups.map(({ severity, title, says }) => {
        const of = findings.filter((finding) => finding.severity === severity);
        if (of.length === 0) return null;
        const list = (
          <ul>
            {of.map((finding, index) => (
              <Item
                key={`${finding.rule}${index}`}
                finding={finding}
                marked={finding.element !== null && finding.element === mark?.path}
                onMark={onMark}
                go={go}
              />
            ))}
          </ul>
        );
        return severity === 'note' ? (
          <details key={severity}>
            <summary>
              {title} <em>{of.length}</em>
            </summary>
            {list}
          </details>
        ) : (
          <section key={severity}>
            <h2>
              {title} <em>{of.length}</em>
            </h2>
            {says !== '' && <p class="says">{says}</p>}
            {list}
          </section>
        );
      })}
      {findings.length === 0 && <p class="fine">Nothing found.</p>}
      {(slow?.skipped ?? []).map(({ check, why }) => (
        <p class="skipped" key={check}>
          <b>{check}</b> was skipped: {why}.
        </p>
      ))}
    </div>
  );
}

function Item({
  finding,
  marked,
  onMark,
  go,
}: {
  finding: Finding;
  marked: boolean;
  onMark: ChecksPanelProps['onMark'];
  go: ChecksPanelProps['go'];
}) {
  const { element, source, message, rule } = finding;
  const place = source === null ? null : source.line === null ? source.file : `${source.file}:${source.line}`;
  const inner = (
    <>
      <p>{breakable(message)}</p>
      <span class="rule">{rule}</span>
      {place !== null && <code>{breakable(place)}</code>}
    </>
  );
  return (
    <li class={finding.severity} data-rule={rule}>
      {element === null ? (
        <div>{inner}</div>
      ) : (
        <button
          type="button"
          aria-pressed={marked}
          onClick={() => (marked ? onMark(null) : point(finding, onMark, go))}
        >
          {inner}
        </button>
      )}
    </li>
  );
}

/** Addresses and paths may break behind a slash, sooner than within a name. */
function breakable(text: string) {
  return text.split(/(?<=\/)(?=[^/\s])/).map((piece, index) => [index > 0 && <wbr key={index} />, piece]);
}

/** Shows the element in the frames; its contrast is to be seen in the theme it is of. */
function point({ element, theme }: Finding, onMark: ChecksPanelProps['onMark'], go: ChecksPanelProps['go']): void {
  if (element === null) return;
  go({ view: 'edition', ...(theme !== null && { theme }) });
  onMark({ path: element, at: performance.now() });
}

function Weight({ value }: { value: ChecksAnswer }) {
  const total = value.weight.reduce((sum, { bytes }) => sum + bytes, 0);
  const kilobytes = (bytes: number) => (bytes / 1024).toFixed(1);
  return (
    <details class="weight">
      <summary>
        <span class="figure">
          <b>{kilobytes(total)} KB</b> of {kilobytes(value.limit)}
        </span>
        <span
          class={`meter ${total > value.limit ? 'over' : ''}`}
          role="img"
          aria-label={`${kilobytes(total)} of ${kilobytes(value.limit)} kilobytes`}
        >
          {value.weight.map(({ title, bytes }) => (
            <i key={title} style={{ flexGrow: bytes }} title={`${title}: ${kilobytes(bytes)} KB`} />
          ))}
          <u style={{ flexGrow: Math.max(0, value.limit - total) }} />
        </span>
      </summary>
      <p class="says">HTML after the longest merge; Gmail clips what is larger.</p>
      <table>
        <tbody>
          {value.weight.map(({ title, bytes }) => (
            <tr key={title}>
              <th scope="row" dir="auto">
                {title}
              </th>
              <td>{kilobytes(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
