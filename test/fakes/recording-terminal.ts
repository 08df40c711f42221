import picocolors from 'picocolors';
import type { Terminal } from '../../cli/terminal.ts';

/** A terminal that keeps what was printed. */
export interface RecordingTerminal extends Terminal {
  /** What standard output got. */
  readonly output: string;
  /** What standard error got. */
  readonly notes: string;
  /** The questions asked. */
  readonly questions: readonly string[];
}

export interface Listener {
  onNote?: (text: string) => void;
  onOutput?: (text: string) => void;
  onQuestion?: () => Promise<void>;
}

/**
 * @param answer - what the person says to every question; null: nobody is there.
 * @param listener - told of each remark and each piece of output as it comes, and asked before an answer is given.
 */
export function recordingTerminal(
  json: boolean,
  answer: boolean | null = null,
  listener: Listener = {},
): RecordingTerminal {
  const output: string[] = [];
  const notes: string[] = [];
  const questions: string[] = [];
  return {
    json,
    interactive: answer !== null,
    width: 100,
    colours: picocolors.createColors(false),
    closed: false,
    get output() {
      return output.join('');
    },
    get notes() {
      return notes.join('');
    },
    questions,
    line: (text = '') => {
      if (!json) output.push(`${text}\n`);
    },
    result: (value, lines) => {
      const text = json ? JSON.stringify(value) : (lines?.() ?? []).join('\n');
      output.push(`${text}\n`);
      listener.onOutput?.(text);
    },
    raw: (text) => {
      output.push(text);
    },
    note: (text) => {
      notes.push(`${text}\n`);
      listener.onNote?.(text);
    },
    progress: () => Promise.resolve({ set: () => {}, end: () => {} }),
    confirm: async (question) => {
      questions.push(question);
      await listener.onQuestion?.();
      return answer === true;
    },
  };
}
