import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  moduleNameMapper: { '^pressrun$': '<rootDir>/core/model/define-config.ts' },
  testTimeout: 180_000,
  testSequencer: '<rootDir>/test/longest-first.mjs',
  // One more than there are cores: some tests wait, for a process, a browser or a clock, while others compute.
  maxWorkers: availableParallelism() + 1,
  // The modules of every test file that a worker has run stay in its memory, and slow it down.
  workerIdleMemoryLimit: '700MB',
};
