import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import * as z from 'zod';

/**
 * What OWASP's cheat sheet on the storage of passwords asks of scrypt, in the form that takes the least memory:
 * 32 MiB a hash, and about a quarter of a second of one core.
 */
const PARAMETERS = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** `scrypt:N:r:p:salt:hash`, the last two in base64url. */
const storedHash = z
  .preprocess(
    (text) => (typeof text === 'string' ? text.split(':') : text),
    z.tuple([
      z.literal('scrypt'),
      z.coerce.number(),
      z.coerce.number(),
      z.coerce.number(),
      z.string().min(1),
      z.string().min(1),
    ]),
  )
  .transform(([, N, r, p, salt, hash]) => ({
    parameters: { N, r, p },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  }));

/** Stands for the password of an account that does not exist; no password has this hash. */
const NOBODY = {
  parameters: PARAMETERS,
  salt: Buffer.alloc(SALT_BYTES),
  hash: Buffer.alloc(HASH_BYTES),
};

/** What is stored of a password. The parameters stand in it, so that later ones may be stronger. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await scryptOf(password, salt, HASH_BYTES, PARAMETERS);
  const { N, r, p } = PARAMETERS;
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join(':');
}

/**
 * Whether a password is the one that was stored.
 *
 * @param stored by `hashPassword`; undefined where there is no account, which takes just as long and is false.
 */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const { parameters, salt, hash } = stored === undefined ? NOBODY : storedHash.parse(stored);
  const isSame = timingSafeEqual(await scryptOf(password, salt, hash.length, parameters), hash);
  return isSame && stored !== undefined;
}

function scryptOf(password: string, salt: Buffer, bytes: number, parameters: typeof PARAMETERS) {
  const { N, r } = parameters;
  // One text, whichever way a keyboard composes its letters. Node refuses more than 32 MiB unless it is told.
  return derive(password.normalize('NFKC'), salt, bytes, { ...parameters, maxmem: 2 * 128 * N * r });
}
