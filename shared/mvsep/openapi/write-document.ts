import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatJson } from '../format-json.ts';
import { openApiDocument } from './openapi-document.ts';

// Run after a change of the contract: it rewrites the committed document, which a test compares with it.
writeFileSync(join(import.meta.dirname, 'openapi.json'), formatJson(openApiDocument()));
