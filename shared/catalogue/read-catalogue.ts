import { NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { readObject } from '../aws/read-object.ts';
import { CATALOGUE, type Catalogue } from '../mvsep/catalogue/separation-type.ts';
import { CURRENT_CATALOGUE_KEY } from './catalogue-keys.ts';
import { type StoredCatalogue, storedCatalogue } from './stored-catalogue.ts';

/** How long a function uses what it read, in milliseconds: prices change a few times a month. */
const REMEMBERED_MS = 5 * 60_000;

export interface ReadCatalogueDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly now: () => Date;
  /** Host of the service: a catalogue of another one, from before the settings were changed, is not used. */
  readonly upstream?: string | undefined;
  /** The types that an Engine of this app runs, when it is the service: the bundled catalogue does not know it. */
  readonly engineTypes?: readonly number[] | undefined;
}

/** The separation types, as they are known now. */
export interface KnownCatalogue {
  readonly catalogue: Catalogue;
  /** When the service was asked; absent for the catalogue that comes with the code. */
  readonly readAt?: string;
}

interface Remembered {
  readonly known: KnownCatalogue;
  readonly until: number;
}

const remembered = new Map<string, Remembered>();

/**
 * The catalogue as the schedule last read it from the service; the one that comes with the code before that, and
 * where what lies in the bucket cannot be read. It is kept in the process for some minutes.
 *
 * @throws what the SDK throws for any reason but that nothing lies there
 */
export async function readCatalogue(deps: ReadCatalogueDeps): Promise<KnownCatalogue> {
  const id = `${deps.bucket} ${deps.upstream ?? ''}`;
  const at = deps.now().getTime();
  const last = remembered.get(id);
  if (last !== undefined && at < last.until) return last.known;
  const known = await readCatalogueNow(deps);
  remembered.set(id, { known, until: at + REMEMBERED_MS });
  return known;
}

/** The same as it lies there now: for quotes, which set credits aside. */
export async function readCatalogueNow(deps: Omit<ReadCatalogueDeps, 'now'>): Promise<KnownCatalogue> {
  const stored = await readStoredCatalogue(deps);
  if (stored === undefined || (deps.upstream ?? stored.upstream) !== stored.upstream) {
    return bundled(deps.engineTypes);
  }
  return { catalogue: stored.catalogue, readAt: stored.readAt };
}

/** The catalogue that was last read from a service; undefined when none was, or when it is none. */
export async function readStoredCatalogue({
  s3,
  bucket,
}: Pick<ReadCatalogueDeps, 's3' | 'bucket'>): Promise<StoredCatalogue | undefined> {
  try {
    const text = (await readObject(s3, bucket, CURRENT_CATALOGUE_KEY)).toString();
    return storedCatalogue.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof NoSuchKey || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function bundled(engineTypes: readonly number[] | undefined): KnownCatalogue {
  if (engineTypes === undefined) return { catalogue: CATALOGUE };
  const types = CATALOGUE.types.map((type) => ({ ...type, active: engineTypes.includes(type.id) }));
  return { catalogue: { ...CATALOGUE, types } };
}
