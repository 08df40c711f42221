import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../../adapters/local/config-file.ts';
import { root } from '../source.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON, read field by field
export type Json = any;

/** A stack as `cdk synth` leaves it. */
export interface Synthesised {
  template: Json;
  /** The cloud assembly's folder; others read it too. */
  folder: string;
}

/** A config with two newsletters and two deployments, for tests. */
export function testConfig(change: object = {}) {
  const newsletter = {
    slug: 'world-brief',
    title: 'World Brief',
    from: 'World Brief <brief@news.example.org>',
    timeZone: 'America/New_York',
    cron: '0 7 * * 1-5',
    template: 'brief',
    mailer: 'ses',
    rateShare: 1,
    settlingMinutes: 2,
    sections: [{ title: 'The lead', select: { limit: 3 }, layout: 'list' }],
  };
  return parseConfig(
    {
      publication: {
        name: 'The Example Ledger',
        url: 'https://news.example.org',
        postalAddress: '1 Example Way, Springfield',
      },
      newsletters: [newsletter, { ...newsletter, slug: 'weekly', title: 'Weekly', cron: '30 6 1 * 1' }],
      ses: { region: 'eu-west-1' },
      deployments: {
        dev: { region: 'eu-west-1', identity: { domain: 'news.example.org' } },
        prod: { region: 'eu-west-1', identity: { domain: 'news.example.org' }, alarmsTo: 'desk@example.org' },
      },
      ...change,
    },
    'test config',
  );
}

/** The recommended feature flags and settings of cdk.json, which `new App()` does not read by itself. */
export function cdkContext(): Record<string, unknown> {
  return (JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> })
    .context;
}

/** Where stacks are kept, a folder for each state of the sources. */
const kept = path.join(root, 'node_modules/.cache/pressrun-stacks');
const keptHours = 2;

/**
 * Bundles, freezes and synthesises one deployment, without the command line of CDK. It takes seconds, and every test file that needs a stack needs
 * this one: it is made once for each state of all that goes into it, in a process of its own.
 */
export async function synthesise(name: 'dev' | 'prod' = 'prod', config = testConfig()): Promise<Synthesised> {
  const given = JSON.stringify({ name, config });
  const key = createHash('sha256').update(given).update(sources()).digest('hex').slice(0, 24);
  const folder = path.join(kept, key);
  if (!existsSync(folder)) {
    forgetOld();
    const making = `${folder}.${process.pid}`;
    mkdirSync(making, { recursive: true });
    const script = path.join(root, 'test/infra/synthesise.ts');
    execFileSync(process.execPath, ['--import', 'tsx', script, making], { cwd: root, input: given });
    try {
      renameSync(making, folder);
    } catch (error) {
      // Another test file was quicker.
      if (!existsSync(folder)) throw error;
      rmSync(making, { recursive: true });
    }
  }
  const now = new Date();
  utimesSync(folder, now, now);
  const assembly = path.join(folder, 'cdk.out');
  const template = JSON.parse(readFileSync(path.join(assembly, `Pressrun-${name}.template.json`), 'utf8')) as Json;
  return { template, folder: assembly };
}

/** Every file that a stack is made from, one after the other. */
function sources(): string {
  const folders = ['core', 'adapters', 'functions', 'web', 'infra', 'templates', 'test/infra'];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  const others = ['package-lock.json', 'cdk.json'].map((file) => path.join(root, file));
  return [...files, ...others]
    .sort()
    .map((file) => `${file}\n${readFileSync(file, 'utf8')}\n`)
    .join('');
}

function forgetOld(): void {
  if (!existsSync(kept)) return;
  for (const name of readdirSync(kept)) {
    const folder = path.join(kept, name);
    if (Date.now() - statSync(folder).mtimeMs > keptHours * 3_600_000) rmSync(folder, { recursive: true, force: true });
  }
}

/** A template as text, without what changes with every change of the code: hashes of assets and their metadata. */
export function normalised(template: Json): string {
  const { Parameters: _parameters, Rules: _rules, ...rest } = template;
  const text = JSON.stringify(
    rest,
    (key, value: unknown) => (key === 'Metadata' || key === 'DashboardBody' ? undefined : value),
    2,
  );
  return `${text.replaceAll(/[0-9a-f]{64}\.zip/g, '<code>.zip')}\n`;
}
