import { describe, expect, it } from 'vitest';
import { parseSidecar } from '../../../../shared/recipes/parse-sidecar.ts';
import { sidecarKey, songOfSidecar } from '../../../../shared/recipes/sidecar-key.ts';

const parse = (text: string) => parseSidecar('song.flac.mvsep.json', text);

describe('a sidecar file', () => {
  it('accepts a recipe by name, a recipe of its own, and one separation', () => {
    expect(parse('{"recipe":"vocals"}')).toEqual({ kind: 'recipe', name: 'vocals' });
    expect(parse('{"recipe":"vocals","outputFormat":0} // smaller')).toEqual({
      kind: 'recipe',
      name: 'vocals',
      outputFormat: 0,
    });
    expect(parse('{"separations":[{"type":"bs-roformer"}],}')).toMatchObject({
      kind: 'own',
      recipe: { separations: [{ name: 'bs-roformer', type: 40 }] },
    });
    expect(parse('{"type":40,"options":{"add_opt1":"29"},"outputFormat":2}')).toEqual({
      kind: 'separation',
      type: 40,
      options: { add_opt1: '29' },
      outputFormat: 2,
    });
  });

  it.each([
    ['nothing', '', /line 1, column 1: A value is missing here/],
    ['no object', '"vocals"', /Write exactly one of three/],
    ['none of the three', '{"recipes":{}}', /Write exactly one of three/],
    ['two of the three', '{"recipe":"vocals","type":40}', /Write exactly one of three/],
    ['a key that it does not know', '{"type":40,\n"option":{}}', /line 2, column 1 \(option\): .*"options"/],
    [
      'a wrong option',
      '{"type":40,"options":{"add_opt1":"x"}}',
      /\(options\.add_opt1\): .*has no add_opt1 "x"/,
    ],
    ['a recipe that is no name', '{"recipe":40}', /"recipe" cannot be 40\. Write the name of a recipe/],
    ['wrong syntax', '{"recipe" "vocals"}', /line 1, column 11: A colon is missing/],
  ])('refuses %s, with what to do', (_name, text, message) => {
    expect(() => parse(text)).toThrow(message);
    expect(() => parse(text)).toThrow(
      /^song\.flac\.mvsep\.json, line .* Nothing was charged\. Correct the file/,
    );
  });

  it('lies beside its song', () => {
    expect(sidecarKey('uploads/a/song.flac')).toBe('uploads/a/song.flac.mvsep.json');
    expect(songOfSidecar('uploads/a/song.flac.mvsep.json')).toBe('uploads/a/song.flac');
    expect(songOfSidecar('uploads/a/song.json')).toBeUndefined();
  });
});
