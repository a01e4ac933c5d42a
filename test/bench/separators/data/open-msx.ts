import type { Packaged } from './packaged.ts';

/** A song of the music pack OpenMSX. */
export function openMsx(name: string): Packaged {
  return { package: 'openttd-openmsx', path: `/usr/share/games/openttd/baseset/openmsx/${name}.mid` };
}
