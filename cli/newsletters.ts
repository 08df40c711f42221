import { PressrunError } from '../core/errors.ts';
import type { Config } from '../core/model/config.ts';
import type { Newsletter } from '../core/model/newsletter.ts';
import { closest } from '../core/text/closest.ts';

/**
 * The newsletter of a slug.
 *
 * @throws {PressrunError} `NEWSLETTER_UNKNOWN`
 */
export function newsletterOf(config: Config, slug: string): Newsletter {
  const found = config.newsletters.find((newsletter) => newsletter.slug === slug);
  if (found !== undefined) return found;
  const slugs = config.newsletters.map((newsletter) => newsletter.slug);
  const near = closest(slug, slugs);
  const hint = near === null ? `The config has ${slugs.join(', ')}.` : `Did you mean ${near}?`;
  throw new PressrunError('NEWSLETTER_UNKNOWN', `There is no newsletter "${slug}". ${hint}`);
}
