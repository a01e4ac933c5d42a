import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobId } from '../../../../shared/jobs/job-id.ts';
import { claimFolders } from '../../../../shared/jobs/stem-folders.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';

let server: JobTableServer;
beforeAll(async () => {
  server = await startJobTableServer();
});
afterAll(() => server.stop());

const ONE = jobId.parse('one');
const OTHER = jobId.parse('other');
const claim = (owner: typeof ONE, ...folders: string[]) => claimFolders(server.table, folders, owner);

describe('folders of stems', () => {
  it('belong to the job that took them first, as often as it asks', async () => {
    expect(await claim(ONE, 'stems/a', 'stems/a/kit', 'stems/a')).toBe(true);
    expect(await claim(ONE, 'stems/a', 'stems/a/kit')).toBe(true);
    expect(await claim(OTHER, 'stems/a')).toBe(false);
  });

  it('are taken together or not at all', async () => {
    expect(await claim(OTHER, 'stems/b', 'stems/a/kit')).toBe(false);
    expect(await claim(ONE, 'stems/b')).toBe(true);
  });

  it('go to one of several that ask at once', async () => {
    const owners = Array.from({ length: 8 }, (_, index) => jobId.parse(`job${index}`));
    const claims = await Promise.all(owners.map((owner) => claim(owner, 'stems/c', 'stems/c/x')));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });
});
