import { describe, expect, it } from 'vitest';
import { ModelCache } from '../../../shared/models/model-cache.ts';
import { identityModels } from '../../models/identity-models.ts';

describe('ModelCache', () => {
  it('reads a model once as long as it is the last that was used, and another one in its place', async () => {
    const cache = new ModelCache();
    const read: string[] = [];
    const load = (name: string) =>
      cache.load(name, async () => {
        read.push(name);
        return identityModels.mdx(32, 8);
      });
    const [first, again] = await Promise.all([load('a'), load('a')]);
    expect(again).toBe(first);
    await load('b');
    await load('b');
    await load('a');
    expect(read).toEqual(['a', 'b', 'a']);
  });

  it('keeps nothing of a model that could not be read or loaded', async () => {
    const cache = new ModelCache();
    const failing = () => cache.load('a', async () => Buffer.from('no model'));
    await expect(failing()).rejects.toThrow('cannot be loaded');
    await expect(failing()).rejects.toThrow('cannot be loaded');
    const { network } = await cache.load('a', async () => identityModels.mdx(32, 8));
    expect(network.inputs).toMatchObject([{ name: 'input', shape: ['batch', 4, 32, 8] }]);
  });
});
