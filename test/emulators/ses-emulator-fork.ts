import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AcceptedMessage, SesLimits } from './ses-account.ts';
import type { SesEmulatorOptions, SesFault } from './ses-emulator.ts';

/** A SES emulator in a process of its own: what `SesEmulator` says, in promises. */
export interface ForkedSesEmulator {
  url: string;
  certificate: string | null;
  accepted(): Promise<readonly AcceptedMessage[]>;
  calls(): Promise<Readonly<Record<string, number>>>;
  connections(): Promise<number>;
  setFault(fault: SesFault | null): Promise<void>;
  setLimits(limits: Partial<SesLimits>): Promise<void>;
  close(): Promise<void>;
}

/** Starts the emulator in another process; it ends with `close`, or with this process. */
export async function forkSesEmulator(options: Omit<SesEmulatorOptions, 'now'> = {}): Promise<ForkedSesEmulator> {
  const child = fork(fileURLToPath(new URL('ses-emulator-process.ts', import.meta.url)), [JSON.stringify(options)], {
    execArgv: ['--import', 'tsx'],
    // Buffers cross as they are.
    serialization: 'advanced',
  });
  const waiting = new Map<number, (value: unknown) => void>();
  child.on('message', ({ id, value }: { id: number; value: unknown }) => {
    waiting.get(id)?.(value);
    waiting.delete(id);
  });
  const started = new Promise<unknown>((resolve, reject) => {
    waiting.set(0, resolve);
    child.once('exit', (code) => reject(new Error(`the SES emulator ended with ${code}`)));
  });
  const { url, certificate } = (await started) as { url: string; certificate: string | null };
  let id = 0;
  const call = (name: string, argument?: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      id += 1;
      waiting.set(id, resolve);
      child.send({ id, name, argument });
    });
  return {
    url,
    certificate,
    accepted: () => call('accepted') as Promise<readonly AcceptedMessage[]>,
    calls: () => call('calls') as Promise<Record<string, number>>,
    connections: () => call('connections') as Promise<number>,
    setFault: (fault) => call('setFault', fault) as Promise<void>,
    setLimits: (limits) => call('setLimits', limits) as Promise<void>,
    close: async () => {
      if (child.exitCode !== null) return;
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
