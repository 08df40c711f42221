import path from 'node:path';
import type { ChangeEvent } from '../view.ts';

/** Where what editions are made from lies on this machine. Everything is absolute. */
export interface Places {
  config: string;
  /** Folders of templates and partials. */
  templates: readonly string[];
  /** Templates that the config names by a path. */
  templateFiles: readonly string[];
  /** The article store. */
  articles: string;
  /** Files that articles of the store were imported from. */
  articleSources: ReadonlySet<string>;
  /** The sample subscribers. */
  recipients: readonly string[];
  /** Folders of pictures. */
  site: readonly string[];
}

export type ChangeKind = ChangeEvent['kinds'][number] | 'article-source';

/**
 * What a change of a file is to the preview. Pure: whether the file is there and what it holds is not looked at.
 *
 * @returns null where nothing that is shown comes from it, such as the editor's own temporary files.
 */
export function changeOf(file: string, places: Places): ChangeKind | null {
  if (file === places.config) return 'config';
  if (places.recipients.includes(file)) return 'recipients';
  if (places.articleSources.has(file)) return 'article-source';
  if (isTemporary(file)) return null;
  if (path.dirname(file) === places.articles) return file.endsWith('.json') ? 'article' : null;
  if (places.templateFiles.includes(file)) return 'template';
  if (/\.(?:mjml|txt)$/.test(file) && places.templates.some((folder) => isInside(file, folder))) return 'template';
  return places.site.some((folder) => isInside(file, folder)) && isPicture(file) ? 'picture' : null;
}

/** Editors write beside the file, and rename. */
function isTemporary(file: string): boolean {
  return /^\.|~$|\.(?:swp|swx|tmp|part)$|^4913$/.test(path.basename(file));
}

function isInside(file: string, folder: string): boolean {
  return file.startsWith(folder + path.sep);
}

function isPicture(file: string): boolean {
  return /\.(?:avif|gif|jpe?g|png|webp)$/i.test(file);
}
