import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Chromium, findChromium } from '../checks/chromium.ts';
import { type Device, deviceWidths, type Theme } from '../view.ts';

/** A picture of the whole edition. */
export interface Shot {
  /** Below the export's folder, with `/`. */
  file: string;
  device: Device;
  /** In pixels. */
  width: number;
  theme: Theme;
}

/**
 * Takes a picture of each width and theme into `shots/`, where a browser is installed.
 *
 * @param html - by theme: the file below `folder`.
 */
export async function takeShots(
  folder: string,
  html: Readonly<Record<Theme, string>>,
  pictured: readonly Theme[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ shots: Shot[]; skipped: string | null }> {
  const executable = findChromium(environment);
  if (executable === null) return { shots: [], skipped: 'there is no Chrome or Chromium; CHROME_PATH would name one' };
  try {
    await mkdir(path.join(folder, 'shots'), { recursive: true });
    return { shots: await shotsBy(executable, folder, html, pictured), skipped: null };
  } catch (error) {
    return { shots: [], skipped: `the browser failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function shotsBy(
  executable: string,
  folder: string,
  html: Readonly<Record<Theme, string>>,
  pictured: readonly Theme[],
): Promise<Shot[]> {
  const browser = await Chromium.launch(executable);
  try {
    const page = await browser.page();
    const shots: Shot[] = [];
    for (const theme of pictured) {
      for (const device of Object.keys(deviceWidths).filter((name): name is Device => name in deviceWidths)) {
        const width = deviceWidths[device];
        const file = `shots/${device}-${theme}.png`;
        await page.look({ width, height: 800, dark: theme === 'dark' });
        await page.open(pathToFileURL(path.join(folder, html[theme])).href);
        await writeFile(path.join(folder, file), await page.picture());
        shots.push({ file, device, width, theme });
      }
    }
    return shots;
  } finally {
    await browser.close();
  }
}
