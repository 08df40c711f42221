import type { Referent, ReferentQuery } from './import.ts';

/** What articles may refer to, by id. Of two with one type and id the first is kept. */
export interface Referents {
  add(referents: Iterable<Referent>): void;
  /** @returns the referent's value, or undefined. */
  find(query: ReferentQuery): unknown;
}

/** Referents, none at first. */
export function createReferents(): Referents {
  const byId = new Map<string, Referent[]>();
  return {
    add(referents) {
      for (const referent of referents) {
        const known = byId.get(referent.id);
        if (known === undefined) byId.set(referent.id, [referent]);
        else if (!known.some(({ type }) => type === referent.type)) known.push(referent);
      }
    },
    find({ type, id }) {
      return byId.get(id)?.find((referent) => type === null || referent.type === type)?.value;
    },
  };
}
