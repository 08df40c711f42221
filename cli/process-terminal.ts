import type { WriteStream } from 'node:tty';
import picocolors from 'picocolors';
import type { Progress, Terminal } from './terminal.ts';

/** The streams of a process, or stand-ins for them. */
export interface Streams {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: Pick<WriteStream, 'write' | 'on'> & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Pick<WriteStream, 'write' | 'on'> & { readonly isTTY?: boolean };
}

const silent: Progress = { set: () => {}, end: () => {} };

/**
 * A terminal over a process's streams. Colours only where standard output is a terminal and NO_COLOR (no-color.org) is
 * not set. A reader of the output that goes away (`| head`) is no error.
 */
export function processTerminal(
  streams: Streams,
  environment: Readonly<Record<string, string | undefined>>,
  json: boolean,
): Terminal {
  const plain = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  let closed = false;
  for (const stream of [streams.stdout, streams.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (stream === streams.stdout) closed = true;
    });
  }
  const write = (text: string) => {
    if (!closed) streams.stdout.write(text);
  };
  return {
    json,
    interactive: streams.stdin.isTTY === true && streams.stderr.isTTY === true,
    width: streams.stdout.columns ?? 80,
    colours: picocolors.createColors(streams.stdout.isTTY === true && !plain),
    get closed() {
      return closed;
    },
    line: (text = '') => {
      if (!json) write(`${text}\n`);
    },
    result: (value, lines) => {
      if (json) write(`${JSON.stringify(value, null, 2)}\n`);
      else for (const line of lines?.() ?? []) write(`${line}\n`);
    },
    raw: write,
    note: (text) => {
      streams.stderr.write(`${text}\n`);
    },
    progress: (label, total) => (streams.stderr.isTTY === true ? bar(label, total) : Promise.resolve(silent)),
    confirm: async (question) => {
      const { default: confirm } = await import('@inquirer/confirm');
      try {
        return await confirm({ message: question, default: false }, { output: process.stderr });
      } catch (error) {
        // Ctrl-C at the question is a no.
        if (error instanceof Error && error.name === 'ExitPromptError') return false;
        throw error;
      }
    },
  };
}

async function bar(label: string, total: number | null): Promise<Progress> {
  const { default: cliProgress } = await import('cli-progress');
  const format = total === null ? `${label} {value} {words}` : `${label} {bar} {value}/{total} {words}`;
  const single = new cliProgress.SingleBar(
    { format, stream: process.stderr, hideCursor: true, barsize: 30, clearOnComplete: false, fps: 12 },
    cliProgress.Presets.shades_classic,
  );
  single.start(total ?? 0, 0, { words: '' });
  return {
    set: (done, words = '') => {
      if (total === null) single.setTotal(Math.max(done, 1));
      single.update(done, { words });
    },
    end: () => single.stop(),
  };
}
