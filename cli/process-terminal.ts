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
  const bars = new Set<Progress>();
  /** A line takes the place of the bar below it, which is then drawn again. */
  const clear = () => {
    if (bars.size > 0) streams.stderr.write('\r\u001b[2K');
  };
  const write = (text: string) => {
    clear();
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
      clear();
      streams.stderr.write(`${text}\n`);
    },
    progress: (label, total) => (streams.stderr.isTTY === true ? bar(label, total, bars) : Promise.resolve(silent)),
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

/** @param bars - those that are drawn: this one, until it ends. */
async function bar(label: string, total: number | null, bars: Set<Progress>): Promise<Progress> {
  const { default: cliProgress } = await import('cli-progress');
  const format = total === null ? `${label} {value} {words}` : `${label} {bar} {percentage}% {value}/{total} {words}`;
  const single = new cliProgress.SingleBar(
    {
      format,
      stream: process.stderr,
      hideCursor: true,
      barsize: 30,
      fps: 12,
      // Lines are written above a bar while it stands: they wrap as ever, and the bar is drawn again below them.
      linewrap: true,
      forceRedraw: true,
      formatValue: (value) => value.toLocaleString('en-US'),
    },
    cliProgress.Presets.shades_classic,
  );
  single.start(total ?? 0, 0, { words: '' });
  const progress: Progress = {
    set: (done, words = '') => {
      if (total === null) single.setTotal(Math.max(done, 1));
      single.update(done, { words });
    },
    end: () => {
      single.stop();
      bars.delete(progress);
    },
  };
  bars.add(progress);
  return progress;
}
