// Synthesises the CDK app with no account and no network, where there is one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (!existsSync('infra/app.ts') || !existsSync('cdk.json')) {
  console.log('synth: skipped, for there is no infra/app.ts and cdk.json yet.');
  process.exit(0);
}
const { status } = spawnSync('npx', ['--no-install', 'cdk', 'synth', '--quiet'], {
  stdio: 'inherit',
  // The library's own validation of the templates takes twice as long as all else: test/infra/stack.test.ts has it done.
  env: { ...process.env, NO_UPDATE_NOTIFIER: '1', CDK_VALIDATION: process.env.CDK_VALIDATION ?? 'false' },
});
process.exit(status ?? 1);
