import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkRules } from '../../../core/stages/check-rules.ts';
import { root } from '../../source.ts';

/** Names of rules where findings are made, as they stand in the source. */
function rulesInSource(): string[] {
  const files = ['core/stages', 'preview/checks'].flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter(
        (name) =>
          !['check-rules.ts', 'check-document.ts'].includes(name) &&
          (folder === 'preview/checks' || name.startsWith('check')),
      )
      .map((name) => readFileSync(path.join(root, folder, name), 'utf8')),
  );
  const made =
    /\b(?:add|at|error)\(\s*(?:'(?:error|warning|note)',\s*)?'(?!(?:error|warning|note)')([a-z-]+)',|\brule: (?:\w+ \? )?[`']([a-z-]+)/g;
  const other = /\brule: \w+ \? '[a-z-]+' : '([a-z-]+)'/g;
  return files.flatMap((text) => [
    ...[...text.matchAll(made)].map(([, called, said]) => called ?? said ?? ''),
    ...[...text.matchAll(other)].map(([, said = '']) => said),
  ]);
}

describe('the rules of the reference', () => {
  test('are those that findings are made with, each once', () => {
    const listed = checkRules.map(({ rule }) => rule.replace('*', ''));
    expect(new Set(listed).size).toBe(listed.length);
    expect([...new Set(rulesInSource())].sort()).toEqual(listed.sort());
  });
});
