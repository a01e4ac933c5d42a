import { Readable } from 'node:stream';
import { UnreachableUrl } from '../../../shared/errors/unreachable-url.ts';
import type { openUrl } from '../../../shared/http/open-url.ts';
import { storedFile } from '../../upstream/stored-file.ts';
import type { HistoryWorld } from './history-world.ts';
import { outgoing } from './outgoing-calls.ts';

/** Opens links of stems at the service of a history, which fail and break off as links do. */
export function openStemLink({ simulation, mvsep }: HistoryWorld): typeof openUrl {
  return (url, { headers: { range } = {} }) => {
    // The upload of the stem waits for it.
    const isWithinAnother = true;
    const download = async () => {
      const answer = storedFile(mvsep.model, decodeURIComponent(new URL(url).pathname), range);
      const fault = simulation.chance(mvsep.faultiness)
        ? simulation.pick(['500', 'cut', 'expired'] as const)
        : undefined;
      if (fault !== undefined) simulation.tell(`mvsep: a download meets ${fault}`);
      if (fault === 'expired') mvsep.model.linkGeneration += 1;
      if (fault === '500') return { status: 500, headers: {}, url, body: Readable.from([]) };
      const bytes = Buffer.from(answer.body);
      const body = fault === 'cut' ? brokenBody(bytes) : Readable.from([bytes]);
      const { status } = answer;
      return { status, headers: { ...answer.headers, 'content-length': String(bytes.length) }, url, body };
    };
    return outgoing('download', download, isWithinAnother);
  };
}

function brokenBody(bytes: Buffer): Readable {
  return Readable.from(
    (async function* () {
      yield bytes.subarray(0, bytes.length / 2);
      throw new UnreachableUrl('The connection broke.');
    })(),
  );
}
