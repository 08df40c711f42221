import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const installed = [
  process.env['CHROME_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A headless browser: the one that is installed, else the one from npm, which runs on Linux. */
export async function launchBrowser(): Promise<Browser> {
  const found = installed.find((file) => file !== undefined && existsSync(file));
  if (found !== undefined) {
    return chromium.launch({ executablePath: found, args: ['--no-sandbox', '--disable-gpu'] });
  }
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
  const { default: portable } = await import('@sparticuz/chromium');
  return chromium.launch({ executablePath: await portable.executablePath(), args: portable.args });
}
