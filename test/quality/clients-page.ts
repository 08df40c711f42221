import { createFolderTemplates } from '../../adapters/local/folder-templates.ts';
import { render } from '../../core/stages/render.ts';
import { arabicEdition, everyLayout } from '../core/stages/render-editions.ts';
import { clients, dataOn, type Feature, features, lacking, type Support } from './client-data.ts';
import { fallbacks } from './fallbacks.ts';
import { featuresUsed } from './features-used.ts';

const kit = createFolderTemplates('/nowhere');
const marks: Readonly<Record<Support, string>> = { yes: '●', partly: '◐', no: '○', unknown: '·' };

/** `docs/reference/clients.md`: what Pressrun's templates use, and what each mail program makes of it. */
export async function clientsMarkdown(): Promise<string> {
  const used = await featuresOfTheKit();
  const missing = used.filter((feature) => lacking(feature).length > 0);
  const names = Object.keys(clients);
  const everywhere = used.filter((feature) => names.every((name) => feature.support[name] === 'yes'));
  const rest = used.filter((feature) => !everywhere.includes(feature));
  const short = names.map((_, index) => String(index + 1));
  return `# Mail programs

<!-- Written by \`npm run docs\`; a test compares. -->

What Pressrun’s own templates use of HTML and CSS, in every layout, and what mail programs make of it, by
[caniemail.com](https://www.caniemail.com/)’s data of ${dataOn} (MIT, © Rémi Parmentier). The newest version that was looked at counts.
What one of them lacks has something that stands in for it: \`npm run quality\` finds none that is missing, and tests show
that the measure notices when it is.

This is what the data says. It is not a look at each program: no account with any of them was used.

${names.map((name, index) => `${index + 1}. ${name}`).join('\n')}

● all of it · ◐ a part · ○ nothing · \`·\` nobody has looked

| feature | ${short.join(' | ')} |
| --- | ${short.map(() => ':-:').join(' | ')} |
${rest.map((feature) => `| ${linked(feature)} | ${names.map((name) => marks[feature.support[name] ?? 'unknown']).join(' | ')} |`).join('\n')}

In all of them: ${everywhere.map(linked).join(', ')}.

## Where a feature is missing

| without | in | the reader has |
| --- | --- | --- |
${missing.map((feature) => `| ${linked(feature)} | ${lacking(feature).join(', ')} | ${fallbacks[feature.slug]?.without ?? '**nothing stands in for it**'} |`).join('\n')}

## Dark mode

| a program | does | and the templates |
| --- | --- | --- |
| Apple Mail, Samsung, Fastmail, Outlook for Mac and phones | asks for the authored dark colours | have them in \`@media (prefers-color-scheme:dark)\`, and under \`[data-ogsc]\` for Outlook’s own |
| Gmail on phones, Outlook for Windows | inverts colours by itself | use rules and text that stay apart when inverted, and no text inside pictures |
| Gmail and Yahoo on the web | stay light | are light |
`;
}

async function featuresOfTheKit(): Promise<Feature[]> {
  const slugs = new Set<string>();
  for (const template of ['brief', 'story', 'digest']) {
    for (const made of [everyLayout(template), arabicEdition(template)]) {
      for (const slug of featuresUsed((await render(made, kit)).html)) slugs.add(slug);
    }
  }
  return [...slugs].sort().flatMap((slug) => features.get(slug) ?? []);
}

function linked({ slug, title }: Feature): string {
  const plain = title.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `[${plain}](https://www.caniemail.com/features/${slug}/)`;
}
