import type { Finding } from './check.ts';

/** One check, as the reference lists it. */
export interface CheckRule {
  /** Permanent, for tools; `axe-*` stands for each of axe's own rules. */
  rule: string;
  /** Two where it depends on how bad it is. */
  severities: readonly Finding['severity'][];
  /** What is looked for, with its limit. */
  looksFor: string;
  mend: string;
  /** Where it is made, beside every `check`, `send` and preview. */
  only?: '`check --online`' | '`check --browser`, the preview' | '`check`, the preview';
}

const error = ['error'] as const;
const warning = ['warning'] as const;
const note = ['note'] as const;

/** Every check there is. */
export const checkRules: readonly CheckRule[] = [
  {
    rule: 'unsubscribe-link',
    severities: error,
    looksFor: 'No link in the HTML by which a reader can leave',
    mend: 'Put `{{ links.unsubscribe }}` into the template; the kit’s footer has it.',
  },
  {
    rule: 'unsubscribe-link-text',
    severities: error,
    looksFor: 'None in the text part',
    mend: 'Put `{{ links.unsubscribe }}` into the `.txt` template.',
  },
  {
    rule: 'postal-address',
    severities: error,
    looksFor: '`publication.postalAddress` is not shown in the HTML',
    mend: 'Put `{{ publication.postalAddress }}` into the template.',
  },
  {
    rule: 'weight',
    severities: ['error', 'warning'],
    looksFor:
      'HTML over 102 KB (104,448 bytes), with the longest value in every merge field: Gmail clips it, and the link to leave with it. A warning from 95,000 bytes on',
    mend: 'Take articles out (`limit`), choose a lighter `layout`, or shorten styles; the finding names the heaviest part.',
  },
  {
    rule: 'template-tag',
    severities: error,
    looksFor: 'A tag of Liquid, or a merge tag of another program, in what readers would see',
    mend: 'Write it as templates/README.md has it; a tag in an article’s own words is left alone.',
  },
  {
    rule: 'empty',
    severities: error,
    looksFor: 'An edition without an article',
    mend: 'Preview’s “Why these” says what each section left out, and why.',
  },
  { rule: 'subject', severities: error, looksFor: 'An empty subject', mend: 'Give the newsletter a `subject`.' },
  {
    rule: 'shed',
    severities: warning,
    looksFor: 'The edition was made lighter to stay within 95,000 bytes; the finding says what it lost',
    mend: 'Nothing needs to be done; `limit` keeps it from happening, and `shed` in the config says what goes first.',
  },
  {
    rule: 'subject-length',
    severities: warning,
    looksFor: 'A subject of more than 90 characters: no inbox shows more',
    mend: 'Shorten the headline, or write another `subject`.',
  },
  {
    rule: 'preheader',
    severities: warning,
    looksFor: 'No preheader: inboxes show the first words of the body',
    mend: 'Give the newsletter a `preheader`, or its lead a dek.',
  },
  {
    rule: 'link-words',
    severities: warning,
    looksFor: 'A link without words, and without a picture that is named',
    mend: 'Give it words, or its picture an `alt`.',
  },
  { rule: 'link-empty', severities: warning, looksFor: 'A link to nothing, or to `#`', mend: 'Give it an address.' },
  {
    rule: 'link-scheme',
    severities: warning,
    looksFor: 'A link without a scheme, or with one that mail programs do not follow',
    mend: 'Write the whole address: `https://…`, `mailto:`, `tel:` or `sms:`.',
  },
  { rule: 'link-http', severities: warning, looksFor: 'A link that is not https', mend: 'Write `https://`.' },
  {
    rule: 'link-twice',
    severities: warning,
    looksFor: 'One address under two different texts',
    mend: 'Say the same of it, or link it once.',
  },
  {
    rule: 'link-broken',
    severities: warning,
    looksFor:
      'An address that answers 400 or more (401, 403 and 429 aside), or not at all within ten seconds. Readers’ own links are not asked',
    mend: 'Correct the article’s address.',
    only: '`check --online`',
  },
  {
    rule: 'picture-alt',
    severities: warning,
    looksFor: 'A picture without `alt`',
    mend: 'Write what it shows, or `alt=""` where it says nothing.',
  },
  {
    rule: 'picture-size',
    severities: warning,
    looksFor:
      'A picture without a width, which Outlook shows as large as its file; or without a height: the page jumps',
    mend: 'Give both; articles carry `image.width` and `image.height`.',
  },
  {
    rule: 'picture-empty',
    severities: warning,
    looksFor: 'A picture without an address',
    mend: 'Leave it out where there is none: `{% if article.image %}`.',
  },
  {
    rule: 'picture-http',
    severities: warning,
    looksFor: 'A picture that is not https: some programs do not show it',
    mend: 'Serve it over https.',
  },
  {
    rule: 'picture-scheme',
    severities: warning,
    looksFor: 'A picture whose address is not http or https',
    mend: 'Give it an address on the web: what is embedded (`data:`, `cid:`) most programs do not show.',
  },
  {
    rule: 'picture-broken',
    severities: warning,
    looksFor: 'As `link-broken`, of a picture',
    mend: 'Correct the picture’s address.',
    only: '`check --online`',
  },
  {
    rule: 'contrast',
    severities: warning,
    looksFor:
      'Text whose contrast is under 4.5, or under 3 where it is large (24 px, or 18.66 px and bold), in light colours or in the edition’s own dark ones (WCAG 2.2, 1.4.3)',
    mend: 'Choose another colour of text or ground: a `theme` token in the template or the config.',
  },
  {
    rule: 'language',
    severities: warning,
    looksFor: 'A document that names no language',
    mend: 'Give the publication a `language`.',
  },
  { rule: 'title', severities: warning, looksFor: 'A document without a title', mend: 'Put `mj-title` into the head.' },
  {
    rule: 'heading-order',
    severities: warning,
    looksFor: 'A heading more than one level below the one before it',
    mend: 'Use the next level; `block.rank` counts an article’s own from 1.',
  },
  {
    rule: 'axe-*',
    severities: ['warning', 'note'],
    looksFor:
      'What axe finds in light and in dark: a warning where axe calls it serious or critical. Made where axe-core and a Chrome or Chromium are installed',
    mend: 'As axe says; its rules are listed at dequeuniversity.com/rules/axe.',
    only: '`check --browser`, the preview',
  },
  {
    rule: 'spam-score',
    severities: ['warning', 'note'],
    looksFor: 'SpamAssassin’s score, where it is installed: a warning from its own limit on (5, as it comes)',
    mend: 'The finding names the rules that gave points.',
    only: '`check`, the preview',
  },
  {
    rule: 'client-support',
    severities: note,
    looksFor: 'Something that Gmail, Outlook, Apple Mail or another of the programs in clients.md does not know',
    mend: 'Often nothing: a program without rounded corners shows square ones. caniemail.com tells what else there is.',
  },
];
