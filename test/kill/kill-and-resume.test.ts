import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../temporary.ts';
import { killAndResume } from './kill-and-resume.ts';

// The long form, 200 kills of 10,000 recipients: node --import tsx test/kill/main.ts
test('a send killed at random moments and run again reaches everyone once', async () => {
  execFileSync(process.execPath, ['esbuild.config.mjs'], { cwd: path.resolve(import.meta.dirname, '../..') });
  const folder = await temporaryFolder();
  const report = await killAndResume({ folder, recipients: 1_200, kills: 6, random: Math.random });
  expect(report.kills).toBe(6);
  expect(report.files).toBe(report.editions * 1_200);
}, 120_000);
