import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { root } from '../source.ts';
import { normalised, synthesise } from './synthesised.ts';

jest.setTimeout(180_000);

/** Whether this machine lets a process be cut off from every network. */
const canCutOff = spawnSync('unshare', ['-rn', 'true']).status === 0;

describe('synthesis', () => {
  (canCutOff ? test : test.skip)('needs no network, no account and no credentials', () => {
    const out = mkdtempSync(path.join(tmpdir(), 'pressrun-synth-'));
    const cdk = path.join(root, 'node_modules/aws-cdk/bin/cdk');
    const args = ['-rn', process.execPath, cdk, 'synth', '--quiet', '--output', out, '--context', 'deployment=prod'];
    const { status, stderr } = spawnSync('unshare', args, {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: out, NO_UPDATE_NOTIFIER: '1', CDK_VALIDATION: 'false' },
    });
    const made = existsSync(path.join(out, 'Pressrun-prod.template.json'));
    rmSync(out, { recursive: true, force: true });
    expect({ status, made, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, made: true, stderr: '' });
  });

  // To accept a change: PRESSRUN_GOLDEN=write npm test -- test/infra/offline, and read the difference.
  test('makes the template that was reviewed', async () => {
    const file = path.join(root, 'test/golden/infra/Pressrun-prod.template.json');
    const template = normalised((await synthesise('prod')).template);
    if (process.env['PRESSRUN_GOLDEN'] === 'write') {
      const { mkdirSync, writeFileSync } = await import('node:fs');
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, template);
    }
    expect(template).toBe(readFileSync(file, 'utf8'));
  });
});
