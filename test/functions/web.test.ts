import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import PostalMime from 'postal-mime';
import { type Cloud, startCloud } from './cloud.ts';
import { forbiddenCalls, unusedPermissions } from './permissions.ts';

jest.setTimeout(120_000);

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud();
  await cloud.nextDay(3);
  expect((await cloud.execute()).error).toBeUndefined();
});

afterAll(() => cloud.close());

interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** A request as API Gateway hands it over, payload format 2.0. */
async function request(method: 'GET' | 'POST', path: string, form?: Record<string, string>): Promise<HttpAnswer> {
  const [rawPath = '/', rawQueryString = ''] = path.split('?');
  const http = { method, path: rawPath, sourceIp: '192.0.2.1', protocol: 'HTTP/1.1', userAgent: 'test' };
  const answer = await cloud.lambda.invoke('pages', {
    version: '2.0',
    routeKey: 'ANY /{path+}',
    rawPath,
    rawQueryString,
    headers: {
      host: 'readers.example.org',
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    requestContext: { http, domainName: 'readers.example.org', stage: '$default', requestId: 'r' },
    // API Gateway hands over a form in base64, for its type is not one of text.
    ...(form && { body: Buffer.from(new URLSearchParams(form).toString()).toString('base64') }),
    isBase64Encoded: form !== undefined,
  });
  if ('error' in answer) throw new Error(JSON.stringify(answer.error));
  return answer.payload as HttpAnswer;
}

/** The link of a kind in the message that a reader got, without its host. */
async function linkOf(email: string, kind: string): Promise<string> {
  const message = cloud.ses.accepted().findLast(({ destinations }) => destinations[0] === email);
  const { text = '' } = await PostalMime.parse(message?.bytes ?? '');
  return new RegExp(`https://readers\\.example\\.org(/${kind}/[\\w.-]+)`).exec(text)?.[1] ?? '';
}

const statusOf = async (id: string) => (await cloud.subscribers.byId(id))?.newsletters[0]?.status;

describe('the readers’ pages, as a function', () => {
  test('a GET of the unsubscribe link changes nothing; one-click POST does, again and again', async () => {
    const link = await linkOf('reader0@example.com', 'unsubscribe');
    expect(link).not.toBe('');
    expect((await request('GET', link)).statusCode).toBe(200);
    expect(await statusOf('s0')).toBe('active');
    for (let times = 0; times < 2; times += 1) {
      const answer = await request('POST', link, { 'List-Unsubscribe': 'One-Click' });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(await statusOf('s0')).toBe('unsubscribed');
    expect(await statusOf('s1')).toBe('active');
  });

  test('shows an edition in the browser, and the past ones', async () => {
    const view = await request('GET', await linkOf('reader1@example.com', 'view'));
    expect(view).toMatchObject({ statusCode: 200, body: expect.stringContaining('headline') });
    expect((await request('GET', '/')).body).toContain('World Brief');
  });

  test('somebody signs up, gets a letter by SES, and confirms', async () => {
    const page = await request('GET', '/');
    const action = /action="([^"]*sign-up[^"]*|[^"]*subscribe[^"]*)"/.exec(page.body)?.[1];
    expect(action ?? page.body).toMatch(/^\//);
    const before = cloud.ses.accepted().length;
    const answer = await request('POST', action ?? '', { email: 'new@example.com', newsletter: 'world-brief' });
    expect(answer.statusCode).toBeLessThan(400);
    expect(cloud.ses.accepted().length).toBe(before + 1);
    const confirm = await linkOf('new@example.com', 'confirm');
    expect((await request('GET', confirm)).statusCode).toBe(200);
    expect((await request('POST', confirm, { confirm: 'yes' })).statusCode).toBeLessThan(400);
    const found = (await cloud.subscribers.byEmails(['new@example.com'])).get('new@example.com');
    expect(found?.newsletters).toMatchObject([{ slug: 'world-brief', status: 'active' }]);
  });

  test('a reader changes preferences, looks at their data and goes', async () => {
    const preferences = await linkOf('reader2@example.com', 'preferences');
    const page = await request('GET', preferences);
    expect(page.statusCode).toBe(200);
    await request('POST', preferences, {});
    expect((await request('GET', '/no-such-page')).statusCode).toBe(404);
    expect((await request('GET', `${preferences}x`)).statusCode).toBeGreaterThanOrEqual(400);
  });

  test('a picture that is not there is not found, and no fault', async () => {
    const answer = await request('GET', `/pictures/${'0'.repeat(32)}-600x400.jpeg`);
    expect(answer.statusCode).toBe(404);
  });

  test('its role allows every call, and nothing that no page needs', async () => {
    const calls = cloud.calls().filter(({ caller }) => caller === 'pages');
    expect(calls.length).toBeGreaterThan(5);
    expect(await forbiddenCalls(calls, cloud.deployed)).toEqual([]);
    const reasons: readonly [RegExp, string][] = [
      [/identity\/\*@/, 'Where an address of the domain is an identity too, SES judges by that one.'],
      [/DeleteItem .*Subscribers/, 'Somebody who wants to be forgotten, or whose newsletter is taken away.'],
      [/GetItem .*Subscribers/, 'Two who sign up with one address at once; a bar that another has just changed.'],
      [/BatchGetItem .*Ledger/, 'What is known of a reader, on the page with their data.'],
    ];
    const unused = unusedPermissions(calls, cloud.deployed).filter((line) => line.startsWith('pages '));
    expect(unused.filter((line) => !reasons.some(([pattern]) => pattern.test(line)))).toEqual([]);
  });
});
