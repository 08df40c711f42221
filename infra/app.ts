import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { loadConfig } from '../adapters/local/config-file.ts';
import { freezeFunctions } from './freeze.ts';
import { NewsletterStack, stackName } from './newsletter-stack.ts';

/**
 * The CDK app: one stack a deployment of the config. Context `config` names another config file, `deployment` one
 * deployment alone. Needs no account and no network.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const app = new App();
const context = (name: string): string | null => (app.node.tryGetContext(name) as string | undefined) ?? null;
const loaded = await loadConfig(context('config'), process.cwd());
const only = context('deployment');
for (const [name, deployment] of Object.entries(loaded.config.deployments)) {
  if (only !== null && only !== name) continue;
  const functions = freezeFunctions(
    { name, deployment, config: loaded.config },
    {
      bundles: path.join(root, 'dist/functions'),
      out: path.join(root, 'dist/frozen', name),
      configFolder: loaded.folder,
      kit: path.join(root, 'templates'),
    },
  );
  const { account, region } = deployment;
  const env = { region, ...(account !== undefined && { account }) };
  new NewsletterStack(app, stackName(name), { env, name, deployment, config: loaded.config, functions });
}
if (app.node.children.length === 0) {
  throw new Error(
    `${loaded.file} has no deployment${only === null ? 's' : ` ${only}`}: see docs/reference/deployment.md.`,
  );
}
app.synth();
