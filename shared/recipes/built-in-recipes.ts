import { parseRecipes } from './parse-recipes.ts';
import type { Recipe } from './recipe.ts';

/**
 * The recipes that every deployment has, written as users write their own. They choose from the catalogue's
 * snapshot, among the types that the service runs for every account, those that measure best.
 */
const WRITTEN = `{
  "recipes": {
    "vocals": {
      "description": "The voice, and everything else",
      "separations": [
        // Of its models, the one with 124 bands measures best for the voice (SDR 12.33).
        { "type": "bs-roformer", "options": { "add_opt1": "171" } },
      ],
    },
    "instrumental": {
      "description": "The backing track, as full as it gets, and the voice",
      "separations": [
        // Trained to leave no holes where the voice was, at a slightly lower SDR (18.47 against 18.64).
        { "type": "bs-roformer", "options": { "add_opt1": "172" } },
      ],
    },
    "four-stem": {
      "description": "Vocals, drums, bass and other",
      "separations": [
        // The classic four from one model. "0" is the fine-tuned version, slower and better than the default.
        { "type": "demucs4-ht", "options": { "add_opt1": "0" } },
      ],
    },
    "six-stem": {
      "description": "Vocals, drums, bass, guitar, piano and other",
      "separations": [
        // The one type for every account that gives guitar and piano besides the four.
        { "type": "bs-roformer-sw" },
      ],
    },
    "drum-kit": {
      "description": "Six stems, and the drums taken apart: kick, snare, toms, hi-hat, ride and crash",
      "separations": [
        {
          "name": "six-stem",
          "type": "bs-roformer-sw",
          "then": [
            // "1": it gets drums and nothing else, so that it need not extract them once more.
            { "of": "drums", "name": "kit", "type": "drumsep", "options": { "add_opt2": "1" } },
          ],
        },
      ],
    },
    "karaoke": {
      "description": "The backing track; lead and back vocals apart; the lead once more without its reverb",
      "separations": [
        {
          "name": "voice",
          "type": "bs-roformer",
          "options": { "add_opt1": "171" },
          "then": [
            {
              // "0": it gets the voice alone, so that it need not extract it once more.
              "of": "vocals",
              "name": "lead-and-back",
              "type": "mvsep-karaoke",
              "options": { "add_opt2": "0" },
              // Reverb comes last: taken away earlier, it would take the back vocals along.
              "then": [{ "of": "lead-vocals", "name": "dry-lead", "type": "reverb-removal" }],
            },
          ],
        },
      ],
    },
    "dialogue": {
      "description": "Films and podcasts: speech, music and effects",
      "separations": [
        // Newer than the other types for dialogue, and the best measured of them (SDR 11.54 on average).
        { "type": "mvsep-dnr-v3" },
      ],
    },
  },
}`;

const { recipes, problems } = parseRecipes(WRITTEN);
if (problems.length > 0) throw new Error(`A built-in recipe is wrong: ${JSON.stringify(problems)}.`);

/** Recipes that are there without anybody writing any. One of the users' own with the same name comes before it. */
export const BUILT_IN_RECIPES: ReadonlyMap<string, Recipe> = recipes;
