/** What a form holds: the values of each name, in order. */
export class Fields {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(entries: Iterable<readonly [string, string]>) {
    const values = new Map<string, string[]>();
    for (const [name, value] of entries) {
      const known = values.get(name);
      if (known === undefined) values.set(name, [value]);
      else known.push(value);
    }
    this.#values = values;
  }

  /** The first value, trimmed; empty where there is none. */
  one(name: string): string {
    return (this.#values.get(name)?.[0] ?? '').trim();
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }
}

/**
 * Reads a form: `application/x-www-form-urlencoded` or `multipart/form-data`.
 *
 * @returns null for anything else, and for what cannot be read.
 */
export async function formOf(request: Request): Promise<Fields | null> {
  const type = mediaType(request);
  try {
    if (type === 'application/x-www-form-urlencoded') return new Fields(new URLSearchParams(await request.text()));
    if (type !== 'multipart/form-data') return null;
    const entries = [...(await request.formData())];
    return new Fields(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])));
  } catch {
    return null;
  }
}

/** Reads JSON with `email`, `newsletters` and `name` as a form. @returns null where it is not an object of that kind. */
export async function jsonFormOf(request: Request): Promise<Fields | null> {
  try {
    const value: unknown = await request.json();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const entries: [string, string][] = [];
    for (const [name, field] of Object.entries(value)) {
      for (const each of Array.isArray(field) ? field : [field]) {
        if (typeof each !== 'string') return null;
        entries.push([name === 'newsletters' ? 'newsletter' : name, each]);
      }
    }
    return new Fields(entries);
  } catch {
    return null;
  }
}

/** The media type of a request's body, in lower case, without parameters. */
export function mediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
