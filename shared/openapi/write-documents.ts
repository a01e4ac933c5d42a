import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openApiDocument as jobsApi } from '../api/openapi/openapi-document.ts';
import { formatJson } from '../mvsep/format-json.ts';
import { openApiDocument as mvsepApi } from '../mvsep/openapi/openapi-document.ts';

// Run after a change of an operation, or of the contract: it rewrites the committed documents, with which tests
// compare what is made from the code.
const documents = { '../api/openapi/openapi.json': jobsApi(), '../mvsep/openapi/openapi.json': mvsepApi() };
for (const [path, document] of Object.entries(documents)) {
  const file = join(import.meta.dirname, path);
  writeFileSync(file, formatJson(document));
  process.stdout.write(`Wrote ${relative(process.cwd(), file)}.\n`);
}
