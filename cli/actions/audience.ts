import { loadConfig } from '../../adapters/local/config-file.ts';
import { ruleWords } from '../../core/model/segment.ts';
import { previewAudience } from '../../core/stages/preview-audience.ts';
import type { CallOf, ExitCode } from '../command.ts';
import type { audienceCommand } from '../commands/audience.ts';
import { instantOf } from '../instant.ts';
import { newsletterOf } from '../newsletters.ts';
import { withPorts } from '../ports.ts';
import { counted, number } from '../report-text.ts';

/** Counts the audience of a newsletter as it stands now; freezes nothing. */
export async function showAudience(call: CallOf<typeof audienceCommand>): Promise<ExitCode> {
  const { config } = await loadConfig(call.global.config, call.folder);
  const newsletter = newsletterOf(config, call.args.newsletter);
  const at = instantOf(call.options.at, Date.now());
  return withPorts<ExitCode>(call, async (ports) => {
    const request = { newsletter, language: config.publication.language, at };
    const listed: { subscriberId: string; email: string; reason: string }[] = [];
    const counts = await previewAudience(request, ports, ({ subscriberId, email }, reason) => {
      if (!call.options.exclusions) return;
      call.terminal.line(`${email.padEnd(40)}  ${reason}`);
      if (call.terminal.json) listed.push({ subscriberId, email, reason });
    });
    const reasons = Object.entries(counts.exclusionsByReason).sort(([, a], [, b]) => b - a);
    call.terminal.result(
      { newsletter: newsletter.slug, at, ...counts, ...(call.options.exclusions && { excluded: listed }) },
      () => [
        ...(call.options.exclusions && counts.exclusions > 0 ? [''] : []),
        `${newsletter.title}: ${counted(counts.recipients, 'recipient')} of ${counted(counts.candidates, 'candidate')}`,
        ...(newsletter.segment === null ? [] : [`  Segment: ${ruleWords(newsletter.segment)}`]),
        ...reasons.map(([reason, count]) => `  ${number(count).padStart(11)}  ${reason}`),
      ],
    );
    return 0;
  });
}
