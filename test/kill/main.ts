import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { killAndResume } from './kill-and-resume.ts';

// node --import tsx test/kill/main.ts [--kills 200] [--recipients 10000]: build first, with `npm run build`.
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, recipients: { type: 'string', default: '10000' } },
});
const folder = await mkdtemp(path.join(tmpdir(), 'pressrun-kill-'));
try {
  const report = await killAndResume({
    folder,
    recipients: Number(values.recipients),
    kills: Number(values.kills),
    random: Math.random,
    onKill: ({ kills, editions }) => process.stderr.write(`\r${kills} kills, ${editions} editions finished`),
  });
  console.log(`\n${JSON.stringify(report)}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
