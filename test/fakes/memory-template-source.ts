import type { TemplateFile, TemplateSource } from '../../core/ports.ts';

/** Templates in memory, by path: `templates/editions/a.mjml`, `templates/partials/b.txt`, or a path beside the config. */
export function createMemoryTemplates(files: Readonly<Record<string, string>>): TemplateSource {
  const read = (path: string): TemplateFile | null => {
    const source = Object.hasOwn(files, path) ? files[path] : undefined;
    return source === undefined ? null : { path, source };
  };
  return {
    edition: async (name, part) =>
      read(name.endsWith('.mjml') ? name.replace(/mjml$/, part) : `templates/editions/${name}.${part}`),
    partial: async (name) => read(`templates/partials/${name}`),
  };
}
