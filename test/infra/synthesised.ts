import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { parseConfig } from '../../adapters/local/config-file.ts';
import type { Config } from '../../core/model/config.ts';
import { bundleFunctions } from '../../functions/bundle.mjs';
import { freezeFunctions } from '../../infra/freeze.ts';
import { NewsletterStack, stackName } from '../../infra/newsletter-stack.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON, read field by field
export type Json = any;

/** A stack as `cdk synth` leaves it. */
export interface Synthesised {
  app: App;
  stack: NewsletterStack;
  template: Json;
  /** The cloud assembly's folder. */
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
  return (JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> }).context;
}

const made = new Map<string, Promise<Synthesised>>();

/** Bundles, freezes and synthesises one deployment, without the command line of CDK; once a test file. */
export function synthesise(name: 'dev' | 'prod' = 'prod', config = testConfig()): Promise<Synthesised> {
  const key = `${name} ${JSON.stringify(config)}`;
  const standing = made.get(key) ?? synthesiseAnew(name, config);
  made.set(key, standing);
  return standing;
}

async function synthesiseAnew(name: string, config: Config): Promise<Synthesised> {
  // The library's own validation takes ten seconds a stack; `npm run synth` does it.
  process.env['CDK_VALIDATION'] = 'false';
  const folder = mkdtempSync(path.join(tmpdir(), 'pressrun-stack-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await bundleFunctions(path.join(folder, 'bundles'));
  const deployment = config.deployments[name];
  if (deployment === undefined) throw new Error(`no deployment ${name}`);
  const functions = freezeFunctions(
    { name, deployment, config },
    { bundles: path.join(folder, 'bundles'), out: path.join(folder, 'frozen'), configFolder: folder, kit: 'templates' },
  );
  const app = new App({
    outdir: path.join(folder, 'cdk.out'),
    context: { ...cdkContext(), 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-asset-metadata': true },
  });
  const env = { region: deployment.region };
  const stack = new NewsletterStack(app, stackName(name), { env, name, deployment, config, functions });
  const template = app.synth().getStackByName(stack.stackName).template as Json;
  return { app, stack, template, folder: path.join(folder, 'cdk.out') };
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
