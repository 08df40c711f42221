import type { RenderedEdition } from '../../core/model/rendered-edition.ts';
import type { Finding } from '../../core/stages/check.ts';
import { type CheckedElement, cssPath, readDocument } from '../../core/stages/check-document.ts';
import type { Trace } from '../../core/stages/check-trace.ts';

/** Addresses asked at once. */
const atOnce = 8;
const patience = 10_000;

/** Asks the network. */
export type Ask = (
  url: string,
  init: { method: 'HEAD' | 'GET'; signal: AbortSignal; redirect: 'follow' },
) => Promise<{ status: number }>;

/**
 * Asks every address that the edition links to or shows a picture from, once, whether it is there. Readers' own links are
 * left alone: they do something.
 */
export async function checkOnline(
  rendered: Pick<RenderedEdition, 'html' | 'fields'>,
  trace: Trace | null,
  ask: Ask,
): Promise<Finding[]> {
  const markers = new Set(rendered.fields.map(({ marker }) => marker));
  const wanted = new Map<string, CheckedElement>();
  for (const element of readDocument(rendered.html).elements) {
    const url =
      element.name === 'a'
        ? element.attributes.get('href')
        : element.name === 'img'
          ? element.attributes.get('src')
          : undefined;
    if (
      url !== undefined &&
      /^https?:/i.test(url) &&
      ![...markers].some((marker) => url.includes(marker)) &&
      !wanted.has(url)
    ) {
      wanted.set(url, element);
    }
  }
  const waiting = [...wanted];
  const found = new Map<string, Finding>();
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [url, element] = next;
      const fault = await faultOf(url, ask);
      if (fault !== null) found.set(url, findingOf(url, element, fault, trace));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return [...wanted.keys()].flatMap((url) => found.get(url) ?? []);
}

/** @returns what is wrong; null where it is there. */
async function faultOf(url: string, ask: Ask): Promise<string | null> {
  let last = '';
  // Some servers do not know HEAD.
  for (const method of ['HEAD', 'GET'] as const) {
    try {
      const { status } = await ask(url, { method, signal: AbortSignal.timeout(patience), redirect: 'follow' });
      // Who asks to sign in, or asks for less, is there.
      if (status < 400 || status === 401 || status === 403 || status === 429) return null;
      last = `answers ${status}`;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      last =
        cause instanceof Error && 'code' in cause ? `cannot be reached: ${String(cause.code)}` : 'cannot be reached';
    }
  }
  return last;
}

function findingOf(url: string, element: CheckedElement, fault: string, trace: Trace | null): Finding {
  const picture = element.name === 'img';
  return {
    severity: 'warning',
    rule: picture ? 'picture-broken' : 'link-broken',
    message: `The ${picture ? 'picture' : 'link'} ${url} ${fault}.`,
    element: cssPath(element),
    source: element.ordinal === null ? null : (trace?.(element.ordinal) ?? null),
    article: null,
    theme: null,
  };
}
