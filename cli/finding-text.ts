import type { Colors } from 'picocolors/types.js';
import type { Finding } from '../core/stages/check.ts';

/** What a check found, one line each, errors first. */
export function findingLines(findings: readonly Finding[], { red, yellow }: Colors): string[] {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  return [
    ...errors.map(({ rule, message }) => `  ${red('error')}      ${message} (${rule})`),
    ...warnings.map(({ rule, message }) => `  ${yellow('warning')}    ${message} (${rule})`),
  ];
}
