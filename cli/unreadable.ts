import type { Call } from './command.ts';

/** Says on standard error which article files could not be read, and goes on without them. */
export function unreadable({ terminal }: Pick<Call, 'terminal'>): { onUnreadable(file: string, error: unknown): void } {
  return {
    onUnreadable: (file, error) => {
      terminal.note(`${file} was passed over: ${error instanceof Error ? error.message : String(error)}`);
    },
  };
}
