import { expect, test } from '@jest/globals';
import { foreignTags } from '../../../core/text/foreign-tags.ts';

test.each([
  ['*|FNAME|*', 'FNAME'],
  ['*|IF:FNAME|*', null],
  ['[[FirstName]]', 'FirstName'],
  ['[[ First name ]]', 'First name'],
  ['%%first%%', 'first'],
  ['%%First Name%%', 'First Name'],
  ['<<Name>>', 'Name'],
  ['<%= name %>', 'name'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: so other programs write it
  ['${name}', 'name'],
  ['{$name}', 'name'],
  ['%recipient.name%', 'name'],
])('%s asks for %s', (tag, name) => {
  expect(foreignTags(`Dear ${tag}, hello`)).toEqual([{ tag, name, index: 5 }]);
});

test.each([
  '{{ recipient.first_name | default: "reader" }} {% if lead.url %}x{% endif %}',
  '50% of a, 30% of b and 100%% sure',
  'https://example.org/?q=%E2%80%9Ca%E2%80%9D%20b',
  'a[0][1] [x] [[1, 2], [3]]',
  'a << 2 >> b, $5 {price}, *bold* |pipe|',
  '<!--[if mso | IE]><td><![endif]-->',
  'font:14px/1.5 Georgia;width:100%;}@media{a{b:c}}',
])('nothing in %s', (text) => {
  expect(foreignTags(text)).toEqual([]);
});
