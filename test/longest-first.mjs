import TestSequencer from '@jest/test-sequencer';

/** The files that take longest, longest first: begun at the end, one of them would be waited for by idle cores. */
const longest = [
  'functions/run',
  'preview/browser',
  'core/stages/compose-property',
  'adapters/aws/dynamo-real',
  'cli/process',
  'infra/offline',
  'infra/stack',
  'functions/smoke',
  'web/life',
  'preview/server/app',
  'functions/web',
];

/** What is known to take long before what Jest itself finds, for a clean machine has no durations of an earlier run. */
// biome-ignore lint/style/noDefaultExport: it is what Jest takes.
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const place = longest.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
      return place === -1 ? longest.length : place;
    };
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
}
