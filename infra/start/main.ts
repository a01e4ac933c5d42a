import { keepCompiled } from '../command-line/keep-compiled.ts';

keepCompiled();
const { runStart } = await import('./run-start.ts');
process.exitCode = await runStart(process.argv.slice(2));
