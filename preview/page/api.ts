import type { Fault } from '../view.ts';

/** An answer that is a fault. */
export class FaultError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** What the server answers. @throws {FaultError} when it refuses. */
export async function ask<T>(path: string, query?: URLSearchParams): Promise<T> {
  const response = await fetch(query === undefined ? path : `${path}?${query}`);
  return answerOf<T>(response);
}

/** Asks the server to do something. */
export async function act<T>(path: string, body: unknown): Promise<T> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="token"]')?.content ?? '';
  const headers = { 'Content-Type': 'application/json', 'X-Pressrun-Token': token };
  return answerOf<T>(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function answerOf<T>(response: Response): Promise<T> {
  const value = (await response.json().catch(() => null)) as unknown;
  if (response.ok) return value as T;
  const fault = isFault(value)
    ? value
    : { code: '', message: `The preview answered ${response.status}.`, advice: '', places: [] };
  throw new FaultError(fault);
}

function isFault(value: unknown): value is Fault {
  return typeof value === 'object' && value !== null && 'code' in value && 'places' in value;
}
