import { describe, expect, it } from 'vitest';
import { planUpload, type UploadWishes } from '../../../../shared/jobs/plan-upload.ts';
import { uploadRequest } from '../../../../shared/jobs/requested-separation.ts';
import { nearestNames } from '../../../../shared/recipes/nearest-names.ts';
import { parseRecipes } from '../../../../shared/recipes/parse-recipes.ts';
import { EMPTY_BOOK } from '../../../../shared/recipes/recipe-book.ts';
import { chooseNothing } from './choose-nothing.ts';

const DEFAULTS = { separationType: 44, options: { add_opt1: '5' }, outputFormat: 1 };
const BOOK = parseRecipes(
  '{"recipes":{"band":{"separations":[{"type":63}]},"vocals":{"separations":[{"type":48}]},"broken":{"separations":[]}}}',
);
const UNREADABLE = parseRecipes('{"recipes":{"vocals":{"separations":[{"type":48}]}');

async function plan(wishes: Partial<UploadWishes>) {
  const plain = {
    key: 'uploads/song.wav',
    request: {},
    book: EMPTY_BOOK,
    defaults: DEFAULTS,
    chooseBest: chooseNothing,
  };
  const { recipe, steps } = await planUpload({ ...plain, ...wishes });
  return { recipe, types: steps.map(({ separation }) => separation.type), steps };
}

describe('what an upload becomes', () => {
  it('the nearest word counts: file beside it, metadata, folder, settings', async () => {
    const all = {
      sidecar: { kind: 'recipe', name: 'dialogue' } as const,
      request: { recipe: 'six-stem' },
      key: 'uploads/four-stem/song.wav',
      defaultRecipe: 'instrumental',
    };
    const { sidecar: _sidecar, ...withMetadata } = all;
    const { request: _request, ...withFolder } = withMetadata;
    const { key: _key, ...withSetting } = withFolder;
    expect(await plan(all)).toMatchObject({ recipe: 'dialogue', types: [56] });
    expect(await plan(withMetadata)).toMatchObject({ recipe: 'six-stem', types: [63] });
    expect(await plan(withFolder)).toMatchObject({ recipe: 'four-stem', types: [20] });
    expect(await plan(withSetting)).toMatchObject({ recipe: 'instrumental', types: [40] });
    expect(await plan({})).toMatchObject({ recipe: undefined, types: [44] });
    expect((await plan({})).steps[0]?.separation.options).toEqual({ add_opt1: '5' });
  });

  it('a single separation in the metadata comes before the folder, also before one that nearly is a recipe', async () => {
    const request = { 'sep-type': '37' };
    expect(await plan({ key: 'uploads/four-stem/song.wav', request })).toMatchObject({
      recipe: undefined,
      types: [37],
    });
    expect((await plan({ key: 'uploads/vocal/song.wav', request })).types).toEqual([37]);
  });

  it('users’ own recipes come before built-in ones of the same name', async () => {
    expect((await plan({ key: 'uploads/vocals/a.wav', book: BOOK })).types).toEqual([48]);
    expect((await plan({ key: 'uploads/vocals/a.wav' })).types).toEqual([40]);
    expect((await plan({ key: 'uploads/band/live/a.wav', book: BOOK })).recipe).toBe('band');
  });

  it('an output format in the metadata goes with whatever recipe it becomes', async () => {
    const { steps } = await plan({ key: 'uploads/karaoke/a.wav', request: { 'output-format': '2' } });
    expect(steps.map(({ separation }) => separation.outputFormat)).toEqual([2, 2, 2]);
    const wrong = { key: 'uploads/karaoke/a.wav', request: { 'output-format': '9' } };
    await expect(plan(wrong)).rejects.toThrow(/no output format 9\. Allowed: 0 mp3/);
  });

  it('accepts any other folder as a folder, and a song without one', async () => {
    for (const key of ['album', 'live', 'drums', 'Abbey Road', 'vox', 'local', 'stems', '2024'].map(
      (folder) => `uploads/${folder}/song.wav`,
    )) {
      expect(await plan({ key })).toMatchObject({ recipe: undefined, types: [44] });
    }
    expect((await plan({ key: 'uploads/vocal.wav' })).types).toEqual([44]);
    expect((await plan({ key: 'uploads//vocal.wav' })).types).toEqual([44]);
  });

  it.each([
    ['vocal', 'vocals'],
    ['Vocals', 'vocals'],
    ['four-stems', 'four-stem'],
    ['4-stem', 'four-stem'],
    ['six_stem', 'six-stem'],
    ['DrumKit', 'drum-kit'],
    ['karoke', 'karaoke'],
    ['dialog', 'dialogue'],
    ['bands', 'band'],
  ])('refuses the folder %s, which nearly is the recipe %s', async (folder, recipe) => {
    const wish = () => plan({ key: `uploads/${folder}/song.wav`, book: BOOK });
    await expect(wish()).rejects.toThrow(`Did you mean "${recipe}"`);
    await expect(wish()).rejects.toThrow(/Nothing was charged: upload the song under uploads\//);
  });

  it.each([
    [
      'an unknown recipe in the metadata',
      { request: { recipe: 'vocls' } },
      /Did you mean "vocals"\?.*There are: band/,
    ],
    [
      'a wrong recipe',
      { key: 'uploads/broken/a.wav' },
      /"broken" cannot be followed\. recipes\.json, line 1, column/,
    ],
    [
      'two wishes',
      { request: { recipe: 'vocals', 'sep-type': '40' } },
      /a recipe and .* separation .*sep-type/,
    ],
    [
      'options beside a recipe',
      { key: 'uploads/vocals/a.wav', request: { 'add-opt1': '1' } },
      /\(add-opt1\) without the type/,
    ],
    ['a setting that is no recipe', { defaultRecipe: 'nothing' }, /The setting "recipe" asks for "nothing"/],
    [
      'a sidecar that asks for none',
      { sidecar: { kind: 'recipe', name: 'x' } as const },
      /The \.mvsep\.json file/,
    ],
  ])('refuses %s, with what to do', async (_name, wishes, message) => {
    await expect(plan({ book: BOOK, ...wishes })).rejects.toThrow(message);
    await expect(plan({ book: BOOK, ...wishes })).rejects.toThrow(/[Nn]othing was charged/);
  });

  it('while the users’ document cannot be read, refuses what may be a recipe of it, and accepts the rest', async () => {
    const may = /cannot be read\. recipes\.json, line 1, column .*Correct or delete it/;
    await expect(plan({ key: 'uploads/album/a.wav', book: UNREADABLE })).rejects.toThrow(may);
    await expect(plan({ request: { recipe: 'band' }, book: UNREADABLE })).rejects.toThrow(may);
    // As much as can be read of it has a recipe of this name: it was to come before the built-in one.
    await expect(plan({ key: 'uploads/vocals/a.wav', book: UNREADABLE })).rejects.toThrow(
      /cannot be followed/,
    );
    expect((await plan({ key: 'uploads/karaoke/a.wav', book: UNREADABLE })).recipe).toBe('karaoke');
    expect((await plan({ key: 'uploads/a.wav', book: UNREADABLE })).types).toEqual([44]);
    expect(
      (await plan({ key: 'uploads/album/a.wav', request: { 'sep-type': '40' }, book: UNREADABLE })).types,
    ).toEqual([40]);
  });
});

describe('the request of an upload', () => {
  it('is what its metadata asks for, and nothing else in there', () => {
    const metadata = { recipe: 'vocals', 'sep-type': '', 'add-opt3': '1', artist: 'x', 'output-format': '2' };
    expect(uploadRequest(metadata)).toEqual({ recipe: 'vocals', 'add-opt3': '1', 'output-format': '2' });
  });
});

describe('names that somebody may have meant', () => {
  it('are the nearest ones first, and none that is far', () => {
    expect(nearestNames('Vocals', ['local', 'vocal', 'vocals', 'instrumental'])).toEqual(['vocals', 'vocal']);
    expect(nearestNames('ab', ['abc', 'ba'])).toEqual([]);
    expect(nearestNames('x'.repeat(10_000), ['vocals'])).toEqual([]);
  });
});
