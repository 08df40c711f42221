import { describe, expect, test } from '@jest/globals';
import { type Ask, checkOnline } from '../../../preview/checks/online-links.ts';

const html = `<html><body>
<a href="https://example.org/here">here</a><a href="https://example.org/gone">gone</a><a href="https://example.org/gone">again</a>
<a href="https://example.org/no-head">no HEAD</a><a href="https://example.org/paid">paid</a>
<a href="https://nowhere.example/">nowhere</a><a href="mailto:desk@example.org">write</a>
<a href="prunsubscribez">leave</a><img src="https://example.org/gone.jpg" alt="">
</body></html>`;
const fields = [{ marker: 'prunsubscribez', value: { kind: 'link' as const, link: 'unsubscribe' as const } }];

function network(): { ask: Ask; asked: string[] } {
  const asked: string[] = [];
  const ask: Ask = async (url, { method }) => {
    asked.push(`${method} ${url}`);
    if (url.includes('nowhere'))
      throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) });
    if (url.includes('gone')) return { status: 404 };
    if (url.includes('no-head')) return { status: method === 'HEAD' ? 405 : 200 };
    return { status: url.includes('paid') ? 403 : 200 };
  };
  return { ask, asked };
}

describe('asking the network', () => {
  test('tells of what is not there, and where in the edition it stands', async () => {
    const { ask } = network();
    const findings = await checkOnline({ html, fields }, () => ({ file: 'a.mjml', line: 3 }), ask);
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'link-broken: The link https://example.org/gone answers 404.',
      'link-broken: The link https://nowhere.example/ cannot be reached: ENOTFOUND.',
      'picture-broken: The picture https://example.org/gone.jpg answers 404.',
    ]);
    expect(findings[0]).toMatchObject({
      severity: 'warning',
      element: 'body > a:nth-child(2)',
      source: { file: 'a.mjml', line: 3 },
    });
  });

  test('asks each address once, and readers’ own links never', async () => {
    const { ask, asked } = network();
    await checkOnline({ html, fields }, null, ask);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.filter((one) => one.includes('unsubscribe') || one.includes('mailto'))).toEqual([]);
  });
});
