// One container of the Lambda emulator: loads a bundle as Lambda would, and hands it one event at a time.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const cells = new Float64Array(workerData.clock);
const machine = () => Number(process.hrtime.bigint() / 1_000n) / 1_000;
const now = () => Math.floor(cells[1] + (machine() - cells[0]) * cells[2]);

const MachineDate = Date;
globalThis.Date = class extends MachineDate {
  constructor(...args) {
    if (args.length === 0) super(now());
    else super(...args);
  }
  static now() {
    return now();
  }
};
const sleep = timers.setTimeout;
timers.setTimeout = (milliseconds, ...rest) => sleep(milliseconds / cells[2], ...rest);
syncBuiltinESMExports();

const { handler } = await import(workerData.entry);
parentPort.on('message', async ({ id, event, endsAt }) => {
  const context = { awsRequestId: `request-${id}`, getRemainingTimeInMillis: () => endsAt - now() };
  try {
    parentPort.postMessage({ id, payload: JSON.stringify((await handler(JSON.parse(event), context)) ?? null) });
  } catch (error) {
    parentPort.postMessage({ id, error: { errorType: error.name, errorMessage: error.message } });
  }
});
