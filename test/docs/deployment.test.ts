import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { deploymentSchema } from '../../core/model/deployment.ts';
import type { HoldCause } from '../../core/model/outcome.ts';
import { functionNames } from '../../functions/bundle.mjs';
import { root } from '../source.ts';
import { costMarkdown } from './cost-page.ts';

const read = (name: string) => readFileSync(path.join(root, 'docs', name), 'utf8');

describe('the pages of AWS', () => {
  test('the cost page is what the model says', () => {
    expect(read('reference/cost.md')).toBe(costMarkdown());
  });

  test('every key of a deployment is told, with its default', () => {
    const page = read('reference/deployment.md');
    const shape = deploymentSchema.shape;
    const keys = Object.keys(shape).flatMap((key) =>
      key === 'identity' ? Object.keys(shape.identity.shape).map((inner) => `identity.${inner}`) : [key],
    );
    for (const key of keys) expect(page).toContain(`| \`${key}\` |`);
    const defaults = deploymentSchema.parse({ region: 'eu-west-1', identity: { domain: 'example.org' } });
    for (const key of ['allowRecipients', 'alarmsTo', 'recordDeliveries', 'ledgerKeepDays', 'logDays'] as const) {
      expect(page).toContain(`| \`${key}\` | \`${JSON.stringify(defaults[key])}\` |`);
    }
  });

  test('every function has its line', () => {
    const page = read('reference/deployment.md');
    for (const name of functionNames()) expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\| [\\d,]+ KB \\|$`, 'm'));
  });

  test('every cause of a hold has its line', () => {
    const causes: Record<HoldCause, true> = {
      'daily-quota': true,
      'sending-paused': true,
      'identity-not-verified': true,
      'refused-by-provider': true,
      'provider-unreachable': true,
      'still-deferred': true,
      'rejections-in-a-row': true,
      'bounce-rate': true,
      'complaint-rate': true,
    };
    const page = read('operations.md');
    for (const cause of Object.keys(causes)) expect(page).toContain(`\`${cause}\``);
  });
});
