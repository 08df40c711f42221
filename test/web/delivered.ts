import PostalMime from 'postal-mime';
import { createComposer } from '../../core/stages/compose-for.ts';
import { readEdition } from '../../core/stages/make-edition.ts';
import type { TestSite } from './test-site.ts';

/** The message of an edition as a reader's mail program has it. */
export async function delivered(site: TestSite, editionId: string, subscriberId: string) {
  const reader = (await site.subscribers.dispatchable([subscriberId])).get(subscriberId);
  const newsletter = site.config.newsletters.find(({ slug }) => editionId.startsWith(`${slug}/`));
  const revision = site.runs.get(editionId)?.revision ?? '';
  if (reader === undefined || newsletter === undefined) throw new Error(`${editionId} has no such reader`);
  const { rendered } = await readEdition(editionId, revision, site.archive);
  const { publication } = site.config;
  const compose = createComposer({ publication, newsletter, rendered, tokens: site.tokens, at: site.now });
  const bytes = compose(reader, { messageId: 'm1', at: new Date(site.now).toISOString() }).bytes();
  const { to, subject, html = '', headers } = await PostalMime.parse(bytes);
  return {
    to: to?.[0]?.address,
    subject,
    html,
    /** A header's value; empty where there is none. */
    header: (name: string) => headers.find(({ key }) => key === name.toLowerCase())?.value ?? '',
    /** The first link of a kind in the HTML. */
    link: (kind: string) => new RegExp(`href="(https?://[^"]+/${kind}/[^"]+)"`).exec(html)?.[1] ?? '',
  };
}
