import type { Reporter } from 'vitest/node';

/**
 * Prints the one line that programs read: `N passed, N failed, N skipped`, and before it what was skipped, such as the tests that
 * need a Redis on the PATH or the real data beside the project. A file that could not be loaded is a failure.
 */
export const closingLine: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      if (tests.length === 0 && module.state() === 'failed') counts.failed += 1;
      for (const test of tests) {
        const { state } = test.result();
        counts[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1;
        if (state === 'skipped') process.stdout.write(`\nskipped: ${test.fullName}`);
      }
    }
    process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  },
};
