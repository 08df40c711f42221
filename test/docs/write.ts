import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { clientsMarkdown } from '../quality/clients-page.ts';
import { root } from '../source.ts';
import { costMarkdown } from './cost-page.ts';
import { referenceFiles } from './reference.ts';
import { tourMarkdown } from './tour.ts';

// `npm run docs`: writes the pages that are derived from the code.
writeFileSync(path.join(root, 'docs/tour.md'), await tourMarkdown());
for (const [name, text] of Object.entries(referenceFiles())) {
  writeFileSync(path.join(root, 'docs/reference', name), text);
}
writeFileSync(path.join(root, 'docs/reference/clients.md'), await clientsMarkdown());
writeFileSync(path.join(root, 'docs/reference/cost.md'), costMarkdown());
