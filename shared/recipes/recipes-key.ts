/** Where users keep recipes of their own: one JSON document in the bucket. */
export const RECIPES_KEY = 'recipes.json';
