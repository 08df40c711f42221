import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const installed = [
  process.env['CHROME_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A headless browser: the one that is installed, else the one from npm, which runs on Linux.
 *
 * @returns null where neither starts; why is said on standard error, so that a test that is skipped is seen to be.
 */
export async function launchBrowser(): Promise<Browser | null> {
  try {
    const found = installed.find((file) => file !== undefined && existsSync(file));
    if (found !== undefined) {
      return await chromium.launch({ executablePath: found, args: ['--no-sandbox', '--disable-gpu'] });
    }
    // Without NSS on the machine, the portable one brings its own only where it believes itself in a Lambda.
    process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
    const { default: portable } = await import('@sparticuz/chromium');
    return await chromium.launch({ executablePath: await portable.executablePath(), args: portable.args });
  } catch (error) {
    console.error(
      `No browser starts here, so its tests are skipped: ${error instanceof Error ? error.message : error}`,
    );
    return null;
  }
}
