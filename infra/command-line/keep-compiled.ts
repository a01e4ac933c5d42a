import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Keeps what V8 compiles and what is left of TypeScript without its types, so that the next start has it: of this
 * process and of the functions that it runs. Node itself sees to it that nothing is taken that was made of another
 * source or by another version, and goes on without where nothing can be written.
 *
 * Only what is imported afterwards profits: the caller imports its program dynamically.
 */
export function keepCompiled(): void {
  enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)));
}
