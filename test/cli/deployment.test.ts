import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { articleSchema } from '../../core/model/article.ts';
import { freezeRevision, frozenRevision } from '../../core/stages/make-edition.ts';
import { type Cloud, startCloud } from '../functions/cloud.ts';
import { TestPublication } from './publication.ts';

jest.setTimeout(120_000);

let cloud: Cloud;
let publication: TestPublication;
const before = { ...process.env };

beforeAll(async () => {
  cloud = await startCloud();
  await cloud.nextDay(2);
  cloud.automatic();
  publication = new TestPublication({ mailer: 'ses', sections: [{ title: 'Today', select: { limit: 3 } }] });
  const config = JSON.parse(publication.read('pressrun.config.json'));
  const deployments = { prod: { region: 'eu-west-1', identity: { domain: 'news.example.org' } } };
  publication.write('pressrun.config.json', JSON.stringify({ ...config, deployments }));
  Object.assign(process.env, cloud.endpoints, { AWS_ACCESS_KEY_ID: 'operator' });
});

afterAll(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  publication.remove();
  await cloud.close();
});

const there = (...words: string[]) => publication.run([...words, '--deployment', 'prod', '--json']);

/** What an edition of the articles that are there now would be; the frozen one where there is one. */
async function revisionNow(): Promise<string> {
  return (await there('send', 'world-brief', '--at', cloud.firing, '--dry-run')).json.revision;
}

/** Sends as a person who says yes when asked, and before that something happens. */
function sendWithYes(meanwhile: () => Promise<void>) {
  const line = ['send', 'world-brief', '--at', cloud.firing, '--deployment', 'prod', '--json'];
  return publication.run(line, true, { onQuestion: meanwhile });
}

/** An article newer than all others. */
async function breakingNews(id: string): Promise<void> {
  const publishedAt = new Date(Date.parse(cloud.firing) - 60_000).toISOString();
  const source = { format: 'json', reference: 'test' } as const;
  await cloud.articles.put(
    articleSchema.parse({ id: `${id}-${cloud.edition}`.replace('/', '-'), headline: id, publishedAt, source }),
  );
}

/** As an execution does that dies before it writes its record. */
async function freezeNow(): Promise<void> {
  const event = { editionId: cloud.edition, newsletter: 'world-brief', at: cloud.firing, force: false };
  const assembled = await cloud.lambda.invoke('assemble', event);
  const { revision } = 'payload' in assembled ? (assembled.payload as { revision: string }) : { revision: '' };
  await freezeRevision(cloud.edition, revision, cloud.archive);
}

describe('the command line on a deployment', () => {
  test('imports articles into its bucket, and lists them', async () => {
    const file = publication.write(
      'a.json',
      JSON.stringify({
        id: 'new',
        headline: 'From a desk',
        publishedAt: cloud.firing,
        source: { format: 'json', reference: 'a' },
      }),
    );
    expect((await there('import', file)).json).toMatchObject({ added: 1 });
    expect((await there('articles')).json.map(({ id }: { id: string }) => id)).toContain('new');
  });

  test('imports readers into its table, and shows them', async () => {
    const file = publication.write('readers.csv', 'email,first_name\nann@example.com,Ann\n');
    const imported = await there('subscribers', 'import', file, '--newsletter', 'world-brief', '--consent-source', 'x');
    expect(imported.exit).toBe(0);
    const shown = await there('subscribers', 'show', 'ann@example.com');
    expect(shown.json).toMatchObject({
      email: 'ann@example.com',
      newsletters: [{ slug: 'world-brief', status: 'active' }],
    });
  });

  test('checks an edition of the articles that are there', async () => {
    const checked = await there('check', 'world-brief', '--at', cloud.firing);
    expect(checked.json).toMatchObject({ editionId: cloud.edition, errors: 0 });
    expect(checked.json.weight.map(({ title }: { title: string }) => title)).toContain('Today');
    expect(checked.exit).toBe(0);
  });

  test('sends through the state machine, watches, and says what came of it', async () => {
    const sent = await there('send', 'world-brief', '--at', cloud.firing, '--yes');
    expect(sent.notes).toContain('is being sent there');
    expect(sent).toMatchObject({ exit: 0, json: { state: 'finished', counts: { recipients: 3, accepted: 3 } } });
    expect(cloud.ses.accepted()).toHaveLength(3);
    expect((await there('status', cloud.edition)).json).toMatchObject({ state: 'finished', counts: { accepted: 3 } });
    expect((await there('report', cloud.edition)).json).toMatchObject({ counts: { accepted: 3 } });
    expect((await there('status')).json).toHaveLength(1);
  });

  test('freezes what was shown, whatever articles came before the yes', async () => {
    await cloud.nextDay(2);
    const shown = await revisionNow();
    let otherwise = '';
    const sent = await sendWithYes(async () => {
      await breakingNews('storm');
      otherwise = await revisionNow();
    });
    expect(otherwise).not.toBe(shown);
    expect(sent).toMatchObject({ exit: 0, json: { revision: shown, counts: { recipients: 2, accepted: 2 } } });
    expect(await frozenRevision(cloud.edition, cloud.archive)).toBe(shown);
    expect(sent.questions).toHaveLength(1);
  });

  test.each([
    ['frozen', freezeNow],
    ['begun', () => there('send', 'world-brief', '--at', cloud.firing, '--yes')],
  ])(
    'what was shown is refused where something else was %s before the yes, and nothing is started',
    async (_, meanwhile) => {
      await cloud.nextDay(2);
      const shown = await revisionNow();
      let before = { started: 0, accepted: 0 };
      const tally = () => ({ started: cloud.started.length, accepted: cloud.ses.accepted().length });
      const refused = await sendWithYes(async () => {
        await breakingNews('flood');
        await meanwhile();
        before = tally();
      });
      expect(await frozenRevision(cloud.edition, cloud.archive)).not.toBe(shown);
      expect(refused.exit).toBe(1);
      expect(refused.notes).toContain('RUN_STATE');
      expect(refused.notes).toContain('was begun meanwhile, and not as it was shown');
      expect(tally()).toEqual(before);
    },
  );

  test('rotates the keys of readers’ links, in Secrets Manager', async () => {
    const [made] = (await there('keys', 'list')).json;
    expect(made).toEqual({ id: 'a1', createdAt: null, signs: true, signsFrom: null });
    expect(await there('keys', 'rotate')).toMatchObject({ exit: 2, json: null });
    const rotated = await there('keys', 'rotate', '--yes');
    const { id } = rotated.json;
    expect(rotated).toMatchObject({
      exit: 0,
      json: { keys: [{ id, signs: false, signsFrom: expect.stringContaining('T') }, made] },
    });
    const listed = await publication.run(['keys', 'list', '--deployment', 'prod']);
    expect(listed.output).toMatch(
      new RegExp(`^${id} .*honoured, signs from .*\\na1 .*made with the deployment .*signs$`, 'm'),
    );
    expect(listed.output).not.toContain('xxxx');
  });

  test('refuses a deployment that the config does not have, and names those that there are', async () => {
    const refused = await publication.run(['status', '--deployment', 'staging']);
    expect(refused.exit).toBe(2);
    expect(refused.notes).toContain('prod');
  });
});
