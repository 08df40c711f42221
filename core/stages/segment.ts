import type { Candidate } from '../model/audience.ts';
import type { Newsletter } from '../model/newsletter.ts';
import { editionsIn, outsideOf, type SegmentRule } from '../model/segment.ts';
import type { Ledger, SubscriberStore } from '../ports.ts';

export interface SegmentPorts {
  subscribers: Pick<SubscriberStore, 'candidates' | 'dispatchable'>;
  ledger: Pick<Ledger, 'read'>;
}

export interface SegmentRequest {
  newsletter: Pick<Newsletter, 'slug' | 'segment' | 'language'>;
  /** The publication's. */
  language: string;
  /** The edition's instant, in ISO 8601 UTC. */
  at: string;
}

/**
 * The candidates of a newsletter, in the store's own pages, those outside its segment marked with the rule that keeps them out. A newsletter
 * without a segment costs nothing more.
 */
export async function* segmentedCandidates(
  request: SegmentRequest,
  ports: SegmentPorts,
): AsyncGenerator<readonly Candidate[]> {
  const { slug, segment } = request.newsletter;
  const pages = ports.subscribers.candidates(slug);
  // A config that was frozen by an earlier release has no such key.
  if ((segment ?? null) === null) yield* pages;
  else if (segment !== null) for await (const page of pages) yield await marked(page, segment, request, ports);
}

/** A store whose candidates are segmented, for `select`. */
export function segmented(request: SegmentRequest, ports: SegmentPorts): Pick<SubscriberStore, 'candidates'> {
  return { candidates: () => segmentedCandidates(request, ports) };
}

async function marked(
  page: readonly Candidate[],
  segment: SegmentRule,
  { newsletter, language, at }: SegmentRequest,
  { subscribers, ledger }: SegmentPorts,
): Promise<Candidate[]> {
  // Whoever is out for another reason need not be looked at.
  const ids = page
    .filter(({ status, suppression }) => status === 'active' && suppression === null)
    .map(({ subscriberId }) => subscriberId);
  const people = await subscribers.dispatchable(ids);
  const received = new Map<string, Set<string>>();
  for (const editionId of new Set(editionsIn(segment))) {
    for (const [id, entry] of await ledger.read(editionId, ids)) {
      if (entry.state !== 'accepted') continue;
      const known = received.get(id);
      if (known === undefined) received.set(id, new Set([editionId]));
      else known.add(editionId);
    }
  }
  return page.map((candidate) => {
    const person = people.get(candidate.subscriberId)?.subscriber;
    if (person === undefined) return candidate;
    const traits = {
      attributes: person.attributes,
      locale: person.locale ?? newsletter.language ?? language,
      joinedAt: person.newsletters.find(({ slug }) => slug === newsletter.slug)?.since ?? person.createdAt,
      received: received.get(candidate.subscriberId) ?? nothing,
    };
    const rule = outsideOf(segment, traits, at);
    return rule === null ? candidate : { ...candidate, outside: rule };
  });
}

const nothing: ReadonlySet<string> = new Set();
