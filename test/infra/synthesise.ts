import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Config } from '../../core/model/config.ts';
import { bundleFunctions } from '../../functions/bundle.mjs';
import { freezeFunctions } from '../../infra/freeze.ts';
import { NewsletterStack, stackName } from '../../infra/newsletter-stack.ts';
import { cdkContext } from './synthesised.ts';

// synthesise.ts FOLDER: the deployment and the config that come by the input, as a cloud assembly in FOLDER/cdk.out.

const folder = process.argv[2] ?? '';
const { name, config } = JSON.parse(readFileSync(0, 'utf8')) as { name: string; config: Config };
const deployment = config.deployments[name];
if (deployment === undefined) throw new Error(`no deployment ${name}`);
// The library's own validation takes ten seconds a stack; `npm run synth` does it.
process.env['CDK_VALIDATION'] = 'false';
const bundles = path.join(folder, 'bundles');
await bundleFunctions(bundles);
const functions = freezeFunctions(
  { name, deployment, config },
  { bundles, out: path.join(folder, 'frozen'), configFolder: folder, kit: 'templates' },
);
const app = new App({
  outdir: path.join(folder, 'cdk.out'),
  context: { ...cdkContext(), 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-asset-metadata': true },
});
new NewsletterStack(app, stackName(name), { env: { region: deployment.region }, name, deployment, config, functions });
app.synth();
