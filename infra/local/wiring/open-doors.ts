import type { Addressable } from './address-book.ts';
import { findByPrefix } from './find-by-prefix.ts';
import { type Door, openDoor } from './open-door.ts';
import { type Ports, rememberedPorts, rememberPorts } from './remembered-ports.ts';

/** Every server of the local cloud, listening. */
export interface Doors {
  readonly endpoint: Door;
  of(addressable: Addressable): Door;
  /** Stops them all. */
  stop(): Promise<void>;
}

const ENDPOINT = 'endpoint';

/**
 * Opens the AWS endpoint and one server for each HTTP API and distribution.
 * @param given Ports by "endpoint" or by logical id or its prefix.
 * @param onOpen Told of every door, so that it is closed even when a later one fails to open.
 */
export async function openDoors(
  directory: string,
  all: readonly Addressable[],
  given: Ports,
  onOpen: (door: Door) => void,
): Promise<Doors> {
  const remembered = rememberedPorts(directory);
  const givenByName = new Map<string, number>();
  for (const [prefix, port] of Object.entries(given)) {
    const name =
      prefix === ENDPOINT
        ? ENDPOINT
        : doorName(findByPrefix(all, prefix, ({ identity }) => identity, 'HTTP API or distribution'));
    givenByName.set(name, port);
  }
  const open = async (name: string) => {
    const door = await openDoor({ given: givenByName.get(name), remembered: remembered[name] });
    onOpen(door);
    return door;
  };
  const endpoint = await open(ENDPOINT);
  const doors = new Map<string, Door>();
  for (const addressable of all) doors.set(doorName(addressable), await open(doorName(addressable)));
  const opened = [...doors].map(([name, { port }]): [string, number] => [name, port]);
  rememberPorts(directory, { ...remembered, [ENDPOINT]: endpoint.port, ...Object.fromEntries(opened) });
  return {
    endpoint,
    of(addressable) {
      const door = doors.get(doorName(addressable));
      if (door === undefined) throw new Error(`No server was opened for ${doorName(addressable)}.`);
      return door;
    },
    async stop() {
      await Promise.all([endpoint, ...doors.values()].map((door) => door.stop()));
    },
  };
}

function doorName({ identity: { stack, logicalId } }: Addressable): string {
  return `${stack}/${logicalId}`;
}
