import type { CommandDefinition } from './command.ts';
import { completeCommand } from './commands/complete.ts';
import { completionCommand } from './commands/completion.ts';
import { scheduleCommand } from './commands/schedule.ts';

/** Every command, in the order in which help lists them. */
export const definitions: readonly CommandDefinition[] = [scheduleCommand, completionCommand, completeCommand];

/** The first words of two-word commands. */
export const families: Readonly<Record<string, { summary: string; group: CommandDefinition['group'] }>> = {
  subscribers: { summary: 'Readers: import, export, list, show, remove and forget them', group: 'People' },
  suppressions: { summary: 'Addresses that get nothing: list them, lift one', group: 'People' },
  templates: { summary: 'The template kit: list, copy and check templates', group: 'Newsletters' },
};
