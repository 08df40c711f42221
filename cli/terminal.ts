import type { Colors } from 'picocolors/types.js';

/** A bar on the terminal, or nothing where no terminal is. */
export interface Progress {
  /** `words` stand after the figures. */
  set(done: number, words?: string): void;
  end(): void;
}

/** Where a command answers. Results go to standard output, everything else to standard error. */
export interface Terminal {
  /** Whether results are JSON. */
  readonly json: boolean;
  /** Whether a person is there to answer a question. */
  readonly interactive: boolean;
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  /** For lines that go to standard output. */
  readonly colours: Colors;
  /** Whether whoever read the output has gone: no more of it is wanted. */
  readonly closed: boolean;
  /** A line of the result, for a person; nothing with `--json`. */
  line(text?: string): void;
  /** The result: as JSON with `--json`, else as the lines. */
  result(value: unknown, lines?: () => readonly string[]): void;
  /** Bytes of the result as they are, such as an exported file. */
  raw(text: string): void;
  /** A remark to the person, on standard error. */
  note(text: string): void;
  /** A bar on standard error, on a terminal only. `total` may be unknown. */
  progress(label: string, total: number | null): Promise<Progress>;
  /** Asks; `false` is what Enter alone says. Call it only where `interactive`. */
  confirm(question: string): Promise<boolean>;
}
