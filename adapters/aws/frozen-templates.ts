import type { TemplateFile, TemplateSource } from '../../core/ports.ts';

/**
 * Templates as `deploy` froze them: `editions` by `<name>.mjml` and `<name>.txt` (or by the path of a file beside the config),
 * `partials` by name.
 */
export interface FrozenTemplates {
  editions: Readonly<Record<string, TemplateFile>>;
  partials: Readonly<Record<string, TemplateFile>>;
}

/** The templates of a deployment. */
export function createFrozenTemplates({ editions, partials }: FrozenTemplates): TemplateSource {
  const own = (files: Readonly<Record<string, TemplateFile>>, name: string) =>
    Object.hasOwn(files, name) ? (files[name] ?? null) : null;
  return {
    edition: async (name, part) =>
      own(editions, name.endsWith('.mjml') ? name.replace(/mjml$/, part) : `${name}.${part}`),
    partial: async (name) => own(partials, name),
  };
}
