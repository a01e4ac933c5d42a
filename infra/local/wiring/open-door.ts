import { type HandleRequest, type Listener, listen } from '../listener/listen.ts';

/** A server that already has its address; requests wait until somebody answers them. */
export interface Door {
  readonly url: string;
  readonly port: number;
  /** Answers all requests from now on, and those that have waited. */
  answerWith(handle: HandleRequest): void;
  /** Cuts all connections and settles when no request is being worked on; may be called again. */
  stop(): Promise<void>;
}

export interface DoorPorts {
  /** Port that was asked for: it or none. */
  readonly given?: number | undefined;
  /** Port of the last start: taken again if it is still free. */
  readonly remembered?: number | undefined;
}

/**
 * Opens a server before it is known what it will serve: addresses have to stand in the environment of
 * functions before anything else can start.
 * @throws Error when the given port is taken
 */
export async function openDoor({ given, remembered }: DoorPorts): Promise<Door> {
  const ready = Promise.withResolvers<HandleRequest>();
  const underWay = new Set<Promise<void>>();
  const handle: HandleRequest = (request, response) => {
    const answer = ready.promise.then((answerRequest) => answerRequest(request, response));
    underWay.add(answer);
    return answer.finally(() => underWay.delete(answer));
  };
  const listener =
    given === undefined ? await listenIfFree(handle, remembered ?? 0) : await listen(handle, given);
  return {
    url: listener.url,
    port: listener.port,
    answerWith: ready.resolve,
    async stop() {
      // Whoever still waits for a start that failed is sent away.
      ready.resolve(async (_, response) => void response.writeHead(503).end());
      await listener.stop();
      await Promise.allSettled(underWay);
    },
  };
}

async function listenIfFree(handle: HandleRequest, port: number): Promise<Listener> {
  try {
    return await listen(handle, port);
  } catch (error) {
    const { cause } = error instanceof Error ? error : {};
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    if (!taken) throw error;
    return await listen(handle, 0);
  }
}
