import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { functionNames } from '../../functions/bundle.mjs';
import { findNode24 } from '../node24.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { type FirstAnswer, firstAnswer, pageRequest, passage } from './first-answer.ts';

jest.setTimeout(180_000);

const node24 = await findNode24();
if (node24.file === null) {
  console.warn(`The bundles are tried on ${process.version}, not on the Node 24 that Lambda runs: ${node24.why}`);
}
const onNode24 = node24.file === null ? test.skip : test;

let cloud: Cloud;
const answers: Record<string, FirstAnswer> = {};

beforeAll(async () => {
  cloud = await startCloud();
  await cloud.nextDay(3);
});

afterAll(() => cloud.close());

describe('every bundle, alone in an empty folder', () => {
  test('answers one event', async () => {
    const step = async (name: string, event: object) => {
      const answer = await firstAnswer(cloud, node24.file ?? process.execPath, name, event);
      answers[name] = answer;
      expect({ name, error: answer.error, message: answer.message }).toEqual({ name });
      return answer.payload;
    };
    const { send, settle, report } = await passage(cloud, step);
    expect(send).toMatchObject({ complete: true });
    expect(settle).toMatchObject({ next: 'report' });
    expect(report).toMatchObject({ state: 'finished', counts: { accepted: 3 } });
    await step('start', { newsletter: 'weekly', at: new Date().toISOString(), by: 'schedule' });
    await step('import', { detail: { object: { key: 'inbox/nothing.json' } } });
    const told = [{ messageId: 'm1', body: 'Successfully validated SNS topic for Amazon SES event publishing.' }];
    expect(await step('record-feedback', { Records: told })).toEqual({ batchItemFailures: [] });
    expect(await step('web', pageRequest)).toMatchObject({ statusCode: 200 });
    expect(Object.keys(answers).sort()).toEqual(functionNames());
  });

  onNode24('does so on Node 24', () => {
    expect(Object.values(answers).map(({ version }) => version.split('.')[0])).toEqual(
      Object.keys(answers).map(() => 'v24'),
    );
  });
});
