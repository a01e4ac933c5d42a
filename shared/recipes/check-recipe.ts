import { stemNames } from '../jobs/stem-name.ts';
import { type StepName, stepName } from '../jobs/step-name.ts';
import type { SeparationOptions } from '../mvsep/catalogue/separation.ts';
import { asksForBest, checkBest, checkNoCeiling } from './check-best.ts';
import { type Checking, elementsAt, note, type Place, readShape, shown, valueAt } from './check-shape.ts';
import { checkType } from './check-type.ts';
import { type KnownStem, knownStems } from './known-stems.ts';
import { didYouMean } from './nearest-names.ts';
import {
  type BestWish,
  MAXIMUM_DEPTH,
  MAXIMUM_SEPARATIONS,
  type Recipe,
  type RecipeSeparation,
  recipeShape,
  separationShape,
} from './recipe.ts';

/** What the separations of one recipe share. */
interface RecipeChecking extends Checking {
  /** Names that are taken, and where. */
  readonly names: Map<string, Place>;
  count: number;
}

/** What a separation is made by, as far as it can be told before the job is submitted. */
interface Maker {
  readonly type: number | BestWish;
  readonly options: SeparationOptions;
  /** As messages call it. */
  readonly title: string;
  /** The name of a separation that has none of its own. */
  readonly slug: string;
  /** What later separations may take; none where nobody knows. */
  readonly stems: readonly KnownStem[];
}

/**
 * Reads one recipe at a place of a document. Every problem in it is noted, and a recipe with any problem is none.
 */
export function checkRecipe(base: Checking, place: Place): Recipe | undefined {
  const before = base.problems.length;
  const checking: RecipeChecking = { ...base, names: new Map(), count: 0 };
  const shape = readShape(checking, place, recipeShape);
  const separations = elementsAt(place, 'separations').flatMap(
    (child) => checkSeparation(checking, child, 1) ?? [],
  );
  if (checking.count > MAXIMUM_SEPARATIONS) {
    const message = `This recipe makes ${checking.count} separations, and at most ${MAXIMUM_SEPARATIONS} are allowed. Make two recipes of it.`;
    note(checking, valueAt(place, 'separations') ?? place, message);
  }
  if (shape === undefined || base.problems.length > before) return undefined;
  const { description, outputFormat } = shape;
  return {
    ...(description === undefined ? {} : { description }),
    ...(outputFormat === undefined ? {} : { outputFormat }),
    separations,
  };
}

function checkSeparation(
  checking: RecipeChecking,
  place: Place,
  depth: number,
  parent?: Maker,
): RecipeSeparation | undefined {
  checking.count += 1;
  if (depth > MAXIMUM_DEPTH) {
    const message = `This is separation ${depth} in a row, and at most ${MAXIMUM_DEPTH} may follow one another. Leave it out.`;
    note(checking, place, message);
    return undefined;
  }
  const shape = readShape(checking, place, separationShape);
  const maker = checkMaker(checking, place);
  const name = checkName(checking, place, maker?.slug);
  const of = depth === 1 ? checkNoStem(checking, place) : checkStem(checking, place, parent);
  const children = elementsAt(place, 'then').flatMap(
    (child) => checkSeparation(checking, child, depth + 1, maker) ?? [],
  );
  if (shape === undefined || maker === undefined || name === undefined) return undefined;
  const { outputFormat } = shape;
  return {
    name,
    type: maker.type,
    options: maker.options,
    ...(outputFormat === undefined ? {} : { outputFormat }),
    ...(of === undefined ? {} : { of }),
    children,
  };
}

function checkMaker(checking: Checking, place: Place): Maker | undefined {
  const wanted: unknown = valueAt(place, 'type')?.node.value;
  if (asksForBest(wanted)) {
    const best = checkBest(checking, place, wanted);
    return best && { type: best.wish, options: {}, title: wanted, slug: best.slug, stems: best.stems };
  }
  if (typeof wanted !== 'number' && typeof wanted !== 'string') return undefined;
  checkNoCeiling(checking, place);
  const checked = checkType(checking, place, wanted);
  if (checked === undefined) return undefined;
  const { type, options } = checked;
  return { type: type.id, options, title: type.name, slug: type.slug, stems: knownStems(type) };
}

/** The separation's own name, or that of what makes it; each only once in a recipe. */
function checkName(checking: RecipeChecking, place: Place, slug: string | undefined): StepName | undefined {
  const written = valueAt(place, 'name');
  const name = stepName.safeParse(written === undefined ? slug : written.node.value).data;
  // A name that is shaped wrongly, or a type that is none, is a problem that was noted already.
  if (name === undefined) return undefined;
  const first = checking.names.get(name);
  if (first === undefined) {
    checking.names.set(name, place);
    return name;
  }
  const { line } = checking.document.problemAt(first.node.offset, [], '');
  note(
    checking,
    written ?? place,
    `The separation in line ${line} is called ${shown(name)} already. Give this one another "name", for example "${name.slice(0, 37)}-2".`,
  );
  return undefined;
}

function checkNoStem(checking: Checking, place: Place): undefined {
  const of = valueAt(place, 'of');
  if (of === undefined) return undefined;
  note(
    checking,
    of,
    'A separation at the top takes the song itself. Leave "of" out, or move this into the "then" of the separation that gives that stem.',
  );
  return undefined;
}

/** The stem that a separation takes, by the name under which the earlier one stores it. */
function checkStem(checking: Checking, place: Place, parent: Maker | undefined): string | undefined {
  const of = valueAt(place, 'of');
  const known = parent?.stems ?? [];
  const names = known.map(({ name }) => name);
  if (of === undefined) {
    const stems = names.length === 0 ? '' : ` The earlier separation gives: ${names.join(', ')}.`;
    note(checking, place, `"of" is missing here. Write which stem this separation takes.${stems}`);
    return undefined;
  }
  const written: unknown = of.node.value;
  if (typeof written !== 'string') return undefined;
  const [wanted = ''] = stemNames([written]);
  if (parent === undefined || known.length === 0) return wanted;
  const stem = known.find(({ aliases }) => aliases.includes(wanted));
  if (stem !== undefined) return stem.name;
  note(
    checking,
    of,
    `"${parent.title}" gives no stem ${shown(written)}. ${didYouMean(written, names)}It gives: ${names.join(', ')}.`,
  );
  return undefined;
}
