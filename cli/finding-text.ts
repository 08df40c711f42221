import type { Colors } from 'picocolors/types.js';
import type { Finding } from '../core/stages/check.ts';

/** The errors and warnings of a check, one line each, errors first; and the notes, where they are wanted. */
export function findingLines(
  findings: readonly Finding[],
  { red, yellow, dim }: Colors,
  options: { notes: boolean } = { notes: false },
): string[] {
  const labels = [
    ['error', red('error'), '      '],
    ['warning', yellow('warning'), '    '],
    ['note', dim('note'), '       '],
  ] as const;
  const shown = labels.filter(([severity]) => severity !== 'note' || options.notes);
  return shown.flatMap(([severity, label, space]) =>
    findings
      .filter((finding) => finding.severity === severity)
      .map((finding) => `  ${label}${space}${finding.message} (${finding.rule}${placeOf(finding)})`),
  );
}

function placeOf({ source, article }: Finding): string {
  const template = source === null ? '' : `, ${source.file}${source.line === null ? '' : `:${source.line}`}`;
  return template + (article === null ? '' : `, article ${article}`);
}
