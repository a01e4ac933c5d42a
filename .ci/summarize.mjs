// Prints "N passed, N failed" for a run of vitest and the steps before it; exits 1 unless all passed.
import { readFileSync } from 'node:fs';

const [, , resultsFile, failedSteps] = process.argv;
let passed = 0;
let failed = Number(failedSteps);
let skipped = 0;
try {
  const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
  passed = results.numPassedTests;
  skipped = results.numPendingTests;
  failed += results.numFailedTests;
  // A file that could not even be loaded has no failed tests of its own.
  failed += results.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  if (!results.success && failed === 0) failed = 1;
} catch (error) {
  console.error(`The results of the tests cannot be read: ${error.message}`);
  failed += 1;
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
