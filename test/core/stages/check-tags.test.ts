import { expect, test } from '@jest/globals';
import { tagProblems } from '../../../core/stages/check-tags.ts';

const allowed = (source: string) => tagProblems([{ path: 'a.mjml', source }]).map((problem) => problem.allowed);

test('says what stands here for what others fill in', () => {
  expect(allowed('[[POSTAL_ADDRESS]]\n*|UNSUB|*\n[[PERMALINK]]\n*|UPDATE_PROFILE|*')).toEqual([
    '{{ publication.postalAddress }}',
    '{{ links.unsubscribe }}',
    '{{ links.view }}',
    '{{ links.preferences }}',
  ]);
  expect(allowed('%%First Name%%')).toEqual([
    'a column of the subscribers’ CSV is {{ recipient["First Name"] | default: "…" }}',
  ]);
});

test('counts lines and columns in the file as it is, past comments that hold others', () => {
  const source = '<!-- *|A|*\n -->{% comment %}\n[[B]]{% endcomment %}\n  <p>[[C]]</p>';
  expect(tagProblems([{ path: 'a.mjml', source }])).toEqual([
    expect.objectContaining({ file: 'a.mjml', line: 4, column: 6, field: 'C' }),
  ]);
});
