import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Biome formats and lints. What is here needs types, or the folder a file stands in: forgotten promises, unions not told
// apart to the end, and the import table (docs/architecture.md; test/architecture.test.ts holds it whole).

const io = ['fs', 'fs/promises', 'http', 'https', 'net', 'os', 'child_process', 'worker_threads'];

/** Forbids imports of other folders, and of packages, to the files of one. */
function table(files, folders, packages = []) {
  return {
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: folders.map((folder) => `**/${folder}/**`), message: 'docs/architecture.md: the import table.' },
            { group: packages, message: 'docs/architecture.md: the import table.' },
          ].filter(({ group }) => group.length > 0),
        },
      ],
    },
  };
}

export default defineConfig(
  { ignores: ['dist', 'cdk.out', 'node_modules', '.pressrun', 'coverage', '**/*.mjs', '**/*.js'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: {
        project: ['./tsconfig.json', './preview/*/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  table(
    ['core/**'],
    ['adapters', 'functions', 'web', 'infra', 'cli', 'preview'],
    [...io.map((name) => `node:${name}`), '@aws-sdk/*', 'libsql', 'hono', 'hono/*'],
  ),
  table(['adapters/**'], ['core/stages', 'functions', 'web', 'infra', 'cli', 'preview']),
  table(['web/**'], ['adapters', 'functions', 'cli', 'infra', 'preview']),
  table(['functions/**'], ['adapters/local', 'cli', 'infra', 'preview']),
  table(['preview/**'], ['functions', 'cli', 'infra']),
  table(['cli/**'], ['functions', 'infra']),
  table(['infra/**'], ['functions', 'cli', 'preview', 'web', 'adapters/aws', 'adapters/import']),
);
