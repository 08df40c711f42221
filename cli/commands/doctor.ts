import { defineCommand, type ExitCode } from '../command.ts';

export const doctorCommand = defineCommand({
  name: 'doctor',
  group: 'Set-up',
  deployments: true,
  summary: 'What is missing before a real send: identity, DKIM, DMARC, quota, sandbox',
  details: [
    'Reads the account through SES and the DNS, and changes nothing. Each line that is not good comes with what mends it. Without --deployment it looks at the region of `ses` in the config.',
  ],
  args: {},
  options: {},
  examples: [
    { line: 'doctor', does: 'for sending from this machine' },
    { line: 'doctor --deployment prod', does: 'for a deployment' },
  ],
  run: async (call): Promise<ExitCode> => (await import('../actions/doctor.ts')).doctor(call),
});
