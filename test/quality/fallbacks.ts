/** What a feature is for where a mail program lacks it, and how to tell from the HTML that its reader loses nothing. */
export interface Fallback {
  without: string;
  /** Whether the HTML carries what stands in for it. */
  holds: (html: string) => boolean;
}

const sheets = (html: string): string => (html.match(/<style[\s\S]*?<\/style>/g) ?? []).join('\n');
const inline = (html: string): string[] => [...html.matchAll(/\sstyle="([^"]*)"/g)].map(([, style = '']) => style);
const onlyInSheets = (property: RegExp) => (html: string) => !inline(html).some((style) => property.test(style));

/** Everything that makes the page is in its own style attribute: what a style sheet adds can be missing. */
function standsInline(html: string): boolean {
  const headings = html.match(/<h[1-6]\b[^>]*>/g) ?? [];
  const columns = html.match(/<div class="mj-column[^>]*>/g) ?? [];
  return (
    headings.every((tag) => /font:/.test(tag) && /color:/.test(tag)) &&
    columns.every((tag) => /width:100%/.test(tag) && /display:inline-block/.test(tag))
  );
}

const preheaderOnly = (property: RegExp) => (html: string) =>
  inline(html).every((style) => !property.test(style) || /^display:none;.*mso-hide:all/.test(style));

const lightByDefault = (html: string): boolean =>
  standsInline(html) && html.includes('<meta name="color-scheme" content="light dark">');

const selectors: Fallback = {
  without: 'Style attributes carry the whole page; only dark colours and phone sizes are missing.',
  holds: standsInline,
};
const dark: Fallback = {
  without: 'Light colours, or the program’s own dark ones: text and rules are colours that inversion leaves readable.',
  holds: lightByDefault,
};
const preheader: Fallback = {
  without: 'It only hides the preheader, which `display:none` and `mso-hide` hide as well.',
  holds: preheaderOnly(/max-height|opacity|overflow:/),
};

/** For each feature that some program lacks and editions use. A feature that is not here must be in every program. */
export const fallbacks: Readonly<Record<string, Fallback>> = {
  'css-at-media': {
    without: 'Columns stay as wide as their own style says, and Outlook’s are tables; phone sizes are missing.',
    holds: standsInline,
  },
  'css-at-media-prefers-color-scheme': dark,
  'css-color-scheme': dark,
  'css-height': {
    without: 'Spaces keep their line height, and pictures their height attribute.',
    holds: (html) =>
      inline(html).every((style) => !/(?:^|;)height:[1-9]\d*px/.test(style) || /line-height|max-width/.test(style)),
  },
  'css-max-height': preheader,
  'css-opacity': preheader,
  'css-overflow': preheader,
  'css-outline': { without: 'Nothing: pictures have no outline.', holds: onlyInSheets(/outline/) },
  'css-overflow-wrap': {
    without: 'Cells also say `word-break`, which breaks long words in the programs that know it.',
    holds: (html) => onlyInSheets(/overflow-wrap/)(html) && html.includes('word-break:break-word'),
  },
  'css-text-wrap': { without: 'Lines of a headline are of different lengths.', holds: onlyInSheets(/text-wrap/) },
  'css-selector-attribute': selectors,
  'css-selector-child': selectors,
  'css-selector-class': selectors,
  'css-selector-descendant': selectors,
  'css-selector-grouping': selectors,
  'css-selector-id': selectors,
  'css-word-break': {
    without: 'Long words break by `overflow-wrap`, or stand out.',
    holds: (html) => sheets(html).includes('overflow-wrap:break-word'),
  },
  'css-word-spacing': {
    without: 'Nothing: it is set to what it is anyway.',
    holds: (html) => inline(html).every((style) => !/word-spacing:(?!normal)/.test(style)),
  },
  'html-aria-label': {
    without: 'The title of the document says the same.',
    holds: (html) => /<title>[^<]+<\/title>/.test(html),
  },
  'html-body': {
    without: 'The background is on the element inside it as well.',
    holds: (html) => /<div\b[^>]*role="article"[^>]*background-color:/.test(html),
  },
};
