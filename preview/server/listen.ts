import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { PressrunError } from '../../core/errors.ts';

/** Tried in this order where no port is asked for. */
const defaultPorts = [4747, 4748, 4749, 4750, 4751, 4752, 0];

/**
 * Listens on 127.0.0.1.
 *
 * @param asked - null: the first of `defaultPorts` that is free.
 * @throws {PressrunError} `USAGE` when the port that was asked for is taken.
 */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  asked: number | null,
): Promise<{ port: number; close(): Promise<void> }> {
  const answer = getRequestListener(fetch);
  const server = createServer((request, response) => void answer(request, response));
  for (const port of asked === null ? defaultPorts : [asked]) {
    if (await tryPort(server, port)) return { port: portOf(server), close: () => closed(server) };
  }
  throw new PressrunError('USAGE', `Port ${asked ?? ''} is taken, or may not be used: name another with --port.`);
}

function tryPort(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    };
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      resolve(true);
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Open streams would keep the server from closing for ever. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
