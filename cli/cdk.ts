import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PressrunError } from '../core/errors.ts';

/** Where this program is: two levels up both from here and from the bundle, dist/cli. */
export function programRoot(): string {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  return existsSync(path.join(folder, 'cdk.json')) ? folder : path.join(folder, '..');
}

/** Whether the CDK app is here: it is in a checkout, not in the package. */
export function isCheckout(): boolean {
  return existsSync(path.join(programRoot(), 'infra/app.ts'));
}

/**
 * Sees to it that the stack can be made here.
 *
 * @throws {PressrunError} `USAGE` where the CDK app is not.
 */
export function requireCheckout(config: string): void {
  if (isCheckout()) return;
  throw new PressrunError(
    'USAGE',
    `The stack is made from Pressrun's sources, which the package leaves out. In a checkout of Pressrun: npm ci, then npx pressrun deploy --config ${config} --deployment NAME.`,
  );
}

/**
 * Runs the CDK's command line on this program's app, its words going straight to the terminal.
 *
 * @returns its exit code.
 * @throws {PressrunError} `USAGE` where the CDK is not installed.
 */
export async function runCdk(args: readonly string[], context: Readonly<Record<string, string>>): Promise<number> {
  const root = programRoot();
  const require = createRequire(path.join(root, 'package.json'));
  let cdk: string;
  try {
    cdk = require.resolve('aws-cdk/bin/cdk');
  } catch (cause) {
    throw new PressrunError('USAGE', 'The AWS CDK is not installed: run `npm install` in the checkout.', { cause });
  }
  const given = Object.entries(context).flatMap(([name, value]) => ['--context', `${name}=${value}`]);
  const child = spawn(process.execPath, [cdk, ...args, ...given], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NO_UPDATE_NOTIFIER: '1' },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
