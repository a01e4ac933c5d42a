import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { LocalCloud } from '../../../infra/local/local-cloud.ts';

/** What a function took at the most, and what it may take. */
export interface FunctionFigures {
  readonly name: string;
  readonly calls: number;
  /** Peak resident memory of its process, as AWS's REPORT lines count. */
  readonly peakMegabytes: number;
  readonly megabytes: number;
  readonly longestSeconds: number;
  readonly timeoutSeconds: number;
}

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.object({ MemorySize: z.int().optional(), Timeout: z.int().optional() }).optional(),
    }),
  ),
});

/** The functions that a song goes through, audio or not, by their names in the template. */
const OF_A_SONG =
  /Functions(FetchRemote|PrepareSeparation|SeparateChunk|WriteStem|FinishSeparation|PostWebhook)/;

/** What each function of the Engine's workflows took since its cloud was started. */
export async function functionFigures(cloud: LocalCloud, assembly: string): Promise<FunctionFigures[]> {
  const { Resources } = template.parse(
    JSON.parse(await readFile(join(assembly, 'Engine.template.json'), 'utf8')),
  );
  return Object.entries(Resources).flatMap(([logicalId, { Type, Properties }]) => {
    const reports = cloud.reports().filter(({ functionName }) => functionName === `Engine-${logicalId}`);
    const [, name] = OF_A_SONG.exec(logicalId) ?? [];
    if (Type !== 'AWS::Lambda::Function' || name === undefined || reports.length === 0) return [];
    return {
      name,
      calls: reports.length,
      peakMegabytes: Math.max(...reports.map(({ maxMemoryMegabytes = 0 }) => maxMemoryMegabytes)),
      megabytes: Properties?.MemorySize ?? 0,
      longestSeconds: Math.max(...reports.map(({ durationMs }) => durationMs)) / 1000,
      timeoutSeconds: Properties?.Timeout ?? 0,
    };
  });
}
