import type { Candidate, ExclusionReason } from '../model/audience.ts';
import type { SegmentPorts, SegmentRequest } from './segment.ts';
import { segmentedCandidates } from './segment.ts';
import { exclusionOf } from './select.ts';

/** Who an edition would go to, were it selected now. `candidates = recipients + exclusions`. */
export interface AudiencePreview {
  candidates: number;
  recipients: number;
  exclusions: number;
  exclusionsByReason: Record<string, number>;
}

/**
 * Counts an audience without freezing it.
 *
 * @param onExclusion - told of each candidate left out, with the reason.
 */
export async function previewAudience(
  request: SegmentRequest,
  ports: SegmentPorts,
  onExclusion: (candidate: Candidate, reason: ExclusionReason) => void = () => {},
): Promise<AudiencePreview> {
  const counts: AudiencePreview = { candidates: 0, recipients: 0, exclusions: 0, exclusionsByReason: {} };
  for await (const page of segmentedCandidates(request, ports)) {
    for (const candidate of page) {
      const reason = exclusionOf(candidate);
      counts.candidates += 1;
      if (reason === null) counts.recipients += 1;
      else {
        counts.exclusions += 1;
        counts.exclusionsByReason[reason] = (counts.exclusionsByReason[reason] ?? 0) + 1;
        onExclusion(candidate, reason);
      }
    }
  }
  return counts;
}
