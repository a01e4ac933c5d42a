import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAssembly } from '../../../infra/local/template/read-assembly.ts';

function assembly(template: unknown): string {
  const directory = mkdtempSync(join(tmpdir(), 'assembly-'));
  const files = {
    abc: { source: { path: 'asset.abc', packaging: 'zip' }, destinations: { d: { objectKey: 'abc.zip' } } },
  };
  writeFileSync(join(directory, 'Main.template.json'), JSON.stringify(template));
  writeFileSync(join(directory, 'Main.assets.json'), JSON.stringify({ version: '55.0.0', files }));
  return directory;
}

describe('readAssembly', () => {
  it('reads a stack and finds its assets', async () => {
    const directory = assembly({ Resources: { Q: { Type: 'AWS::SQS::Queue' } } });
    const [stack] = await readAssembly(directory, ['Main']);
    expect(stack?.assets.get('abc.zip')).toBe(join(directory, 'asset.abc'));
    expect(Object.keys(stack?.template.Resources ?? {})).toEqual(['Q']);
  });

  it('refuses an assembly without the stack, and says how to make one', async () => {
    await expect(readAssembly(assembly({ Resources: {} }), ['Other'])).rejects.toThrow('cdk synth');
  });

  it('refuses sections of a template that it does not know', async () => {
    const directory = assembly({ Transform: 'AWS::Serverless-2016-10-31', Resources: {} });
    await expect(readAssembly(directory, ['Main'])).rejects.toThrow('Transform');
  });
});
