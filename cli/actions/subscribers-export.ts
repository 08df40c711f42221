import { open } from 'node:fs/promises';
import path from 'node:path';
import { exportSubscribers } from '../../core/stages/export-subscribers.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { subscribersExportCommand } from '../commands/subscribers-export.ts';
import { withPorts } from '../ports.ts';

/** Writes everyone out. */
export async function exportReaders(call: CallOf<typeof subscribersExportCommand>): Promise<ExitCode> {
  const { newsletter, format, out } = call.options;
  // What is written holds addresses: for its owner alone.
  const file = out === null ? null : await open(path.resolve(call.folder, out), 'w', 0o600);
  try {
    return await withPorts<ExitCode>(call, async (ports) => {
      const request = { format: format ?? (call.terminal.json ? 'json' : 'csv'), newsletter };
      for await (const text of exportSubscribers(request, ports)) {
        if (file === null) call.terminal.raw(text);
        else await file.write(text);
        if (call.terminal.closed) break;
      }
      return 0;
    });
  } finally {
    await file?.close();
  }
}
