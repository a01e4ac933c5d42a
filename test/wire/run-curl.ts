import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether this machine has the program `curl`. */
export const hasCurl = spawnSync('curl', ['--version']).status === 0;

/**
 * Runs a line with the real curl, in a shell: what somebody gets who pastes it.
 *
 * @param line as documented, possibly over several lines
 * @param replace what stands in the line, and what to put in its place
 */
export async function runCurl(
  line: string,
  replace: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> {
  const command = Object.entries(replace).reduce(
    (text, [placeholder, value]) => text.replaceAll(placeholder, value),
    line.replaceAll('\n', ' '),
  );
  const { stdout } = await run('sh', [
    '-c',
    `${command} --silent --show-error --write-out '\\n%{http_code}'`,
  ]);
  const end = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(end + 1)), text: stdout.slice(0, end) };
}
