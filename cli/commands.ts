import type { CommandDefinition } from './command.ts';
import { articlesCommand } from './commands/articles.ts';
import { audienceCommand } from './commands/audience.ts';
import { buildCommand } from './commands/build.ts';
import { checkCommand } from './commands/check.ts';
import { completeCommand } from './commands/complete.ts';
import { completionCommand } from './commands/completion.ts';
import { costCommand } from './commands/cost.ts';
import { deployCommand } from './commands/deploy.ts';
import { destroyCommand } from './commands/destroy.ts';
import { doctorCommand } from './commands/doctor.ts';
import { importCommand } from './commands/import.ts';
import { keysListCommand } from './commands/keys-list.ts';
import { keysRotateCommand } from './commands/keys-rotate.ts';
import { previewCommand } from './commands/preview.ts';
import { reportCommand } from './commands/report.ts';
import { resolveCommand } from './commands/resolve.ts';
import { resumeCommand } from './commands/resume.ts';
import { scheduleCommand } from './commands/schedule.ts';
import { sendCommand } from './commands/send.ts';
import { serveCommand } from './commands/serve.ts';
import { statusCommand } from './commands/status.ts';
import { stopCommand } from './commands/stop.ts';
import { subscribersExportCommand } from './commands/subscribers-export.ts';
import { subscribersForgetCommand } from './commands/subscribers-forget.ts';
import { subscribersImportCommand } from './commands/subscribers-import.ts';
import { subscribersListCommand } from './commands/subscribers-list.ts';
import { subscribersRemoveCommand } from './commands/subscribers-remove.ts';
import { subscribersShowCommand } from './commands/subscribers-show.ts';
import { suppressionsLiftCommand } from './commands/suppressions-lift.ts';
import { suppressionsListCommand } from './commands/suppressions-list.ts';
import { templatesCheckCommand } from './commands/templates-check.ts';
import { templatesCopyCommand } from './commands/templates-copy.ts';
import { templatesListCommand } from './commands/templates-list.ts';

/** Every command, in the order in which help lists them. */
export const definitions: readonly CommandDefinition[] = [
  importCommand,
  articlesCommand,
  buildCommand,
  previewCommand,
  checkCommand,
  sendCommand,
  statusCommand,
  stopCommand,
  resumeCommand,
  resolveCommand,
  reportCommand,
  subscribersImportCommand,
  subscribersExportCommand,
  subscribersListCommand,
  subscribersShowCommand,
  subscribersRemoveCommand,
  subscribersForgetCommand,
  audienceCommand,
  suppressionsListCommand,
  suppressionsLiftCommand,
  scheduleCommand,
  serveCommand,
  templatesListCommand,
  templatesCopyCommand,
  templatesCheckCommand,
  doctorCommand,
  deployCommand,
  destroyCommand,
  keysListCommand,
  keysRotateCommand,
  costCommand,
  completionCommand,
  completeCommand,
];

/** The first words of two-word commands. */
export const families: Readonly<Record<string, { summary: string; group: CommandDefinition['group'] }>> = {
  subscribers: { summary: 'Readers: import, export, list, show, remove and forget them', group: 'People' },
  keys: { summary: 'Keys of readers’ links: list and rotate them', group: 'Set-up' },
  suppressions: { summary: 'Addresses that get nothing: list them, lift one', group: 'People' },
  templates: { summary: 'The template kit: list, copy and check templates', group: 'Newsletters' },
};
