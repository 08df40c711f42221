import { parseArgs } from 'node:util';
import { shorten, simulate } from './simulate.ts';

const usage = `Runs whole editions in virtual time, with everything failing, and checks the rules of delivery.

  npm run simulate -- [--seeds N] [--start N] [--seed N] [--json]

  --seeds N   how many (default 10,000)
  --start N   the first (default 1)
  --seed N    replays one: its shortest failing schedule where it fails, its log where it does not
  --json      one object a line; the last has seeds, violations, uncertain, faults`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    start: { type: 'string', default: '1' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function replay(seed: number): Promise<void> {
  const { decisions, finish } = await shorten(seed);
  if (values.json) {
    console.log(JSON.stringify({ seed, violation: finish.violation, decisions, log: finish.log }));
    return;
  }
  console.log(`seed ${seed}: ${finish.violation ?? 'no violation'}`);
  if (finish.violation !== null) {
    console.log(`${decisions.length} decisions that matter:`);
    for (const { label, value } of decisions) console.log(`  ${label} = ${value}`);
  }
  for (const line of finish.log) console.log(line);
}

async function many(start: number, seeds: number): Promise<void> {
  const began = process.hrtime.bigint();
  const every = Math.max(1, Math.floor(seeds / 20));
  const summary = await simulate(start, seeds, (sofar) => {
    if (sofar.seeds % every === 0 && !values.json)
      process.stderr.write(`\r${sofar.seeds} seeds, ${sofar.violations} violations`);
    return false;
  });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (summary.first !== null) await replay(summary.first.seed);
  const { violations, uncertain, faults } = summary;
  if (values.json) console.log(JSON.stringify({ seeds: summary.seeds, violations, uncertain, faults }));
  else
    console.log(
      `\n${summary.seeds} seeds in ${seconds.toFixed(1)} s: ${violations} violations, ${uncertain} uncertain, ${faults} faults`,
    );
  process.exitCode = violations > 0 ? 1 : 0;
}

if (values.help) console.log(usage);
else if (values.seed !== undefined) await replay(Number(values.seed));
else await many(Number(values.start), Number(values.seeds));
