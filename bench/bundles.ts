import { statSync } from 'node:fs';
import { startCloud } from '../test/functions/cloud.ts';
import { type FirstAnswer, firstAnswer, pageRequest, passage } from '../test/functions/first-answer.ts';
import { findNode24 } from '../test/node24.ts';
import { type BenchResult, median, peakRssMb, rounded } from './measure.ts';

export const onlyWhenNamed = true;

const days = 10;
/** What `send` may take to import, in milliseconds. */
const importLimit = 150;

/**
 * Cold starts: ten passages of an edition to three readers on the emulators, every function in a process of its own on Node 24, as Lambda starts it.
 * Medians; the figure is what importing `send` takes, against what it may take.
 */
export async function run(): Promise<BenchResult> {
  const node24 = await findNode24();
  if (node24.file === null) throw new Error(`There is no Node 24 to measure on: ${node24.why}`);
  const node = node24.file;
  const cloud = await startCloud();
  const answers = new Map<string, FirstAnswer[]>();
  const step = async (name: string, event: object): Promise<unknown> => {
    const answer = await firstAnswer(cloud, node, name, event);
    if (answer.error !== undefined) throw new Error(`${name}: ${answer.error}: ${answer.message}`);
    answers.set(name, [...(answers.get(name) ?? []), answer]);
    return answer.payload;
  };
  try {
    for (let day = 0; day < days; day += 1) {
      await cloud.nextDay(3);
      await passage(cloud, step);
      await step('web', pageRequest);
    }
    const extra: Record<string, number> = {};
    for (const [name, each] of answers) {
      extra[`${name}: KB`] = Math.round(statSync(cloud.environmentOf(name).entry).size / 1000);
      extra[`${name}: ms to import`] = of(each, 'importMilliseconds');
      extra[`${name}: ms of the processor to import`] = of(each, 'importCpuMilliseconds');
      extra[`${name}: ms from the start of the process to the first answer`] = of(each, 'processMilliseconds');
    }
    const figure = of(answers.get('send') ?? [], 'importMilliseconds');
    return {
      name: 'bundles',
      figure,
      unit: `ms to import send on Node ${node24.version}; baseline: what it may take`,
      baseline: importLimit,
      ratio: rounded(figure / importLimit),
      peakRssMb: peakRssMb(),
      extra,
    };
  } finally {
    await cloud.close();
  }
}

function of(
  answers: readonly FirstAnswer[],
  figure: 'importMilliseconds' | 'importCpuMilliseconds' | 'processMilliseconds',
): number {
  return Math.round(median(answers.map((answer) => answer[figure])));
}
