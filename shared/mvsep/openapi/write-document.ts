import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { formatJson } from '../format-json.ts';
import { openApiDocument } from './openapi-document.ts';

// Run after a change of the contract: it rewrites the committed document, which a test compares with it.
const file = join(import.meta.dirname, 'openapi.json');
writeFileSync(file, formatJson(openApiDocument()));
process.stdout.write(`Wrote ${relative(process.cwd(), file)}.\n`);
