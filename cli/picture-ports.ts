import path from 'node:path';
import type { LoadedConfig } from '../adapters/local/config-file.ts';
import { createFolderArchive } from '../adapters/local/folder-archive.ts';
import { PressrunError } from '../core/errors.ts';
import type { Archive, ArticleStore, PictureSource } from '../core/ports.ts';
import { openPictures, type StorePictures } from '../core/stages/pictures.ts';
import { readersBase } from '../core/text/links.ts';
import { SiteFiles } from '../preview/server/site-files.ts';
import type { Call } from './command.ts';
import { articlesOf } from './pipeline-ports.ts';
import { withPorts } from './ports.ts';

/** What the publication's own site gives out, on this machine: the preview shows it too. */
export function assetsOf({ folder }: Pick<LoadedConfig, 'folder'>): Archive {
  return createFolderArchive(path.join(folder, 'public'));
}

/**
 * Opens what storing pictures takes, on this machine or for the deployment that the command names.
 *
 * @throws {PressrunError} `CONFIG_INVALID` without `publication.assetUrl`; `PICTURES_UNAVAILABLE` without sharp; `STORE_UNAVAILABLE`.
 */
export async function withPictures<T>(
  call: Pick<Call, 'global' | 'folder'>,
  loaded: LoadedConfig,
  use: (articles: ArticleStore, pictures: StorePictures) => Promise<T>,
): Promise<T> {
  const assetUrl = assetUrlOf(loaded);
  const [{ createHttpPictureSource }, { createSharpPictureEditor }] = await Promise.all([
    import('../adapters/local/http-picture-source.ts'),
    import('../adapters/local/sharp-picture-editor.ts'),
  ]);
  const site = new SiteFiles(loaded.folder, loaded.config.publication.url);
  const web = { source: besideConfig(site, createHttpPictureSource()), editor: await createSharpPictureEditor() };
  if (call.global.deployment === null) {
    const records = createFolderArchive(path.join(call.global.data, 'archive'));
    const pictures = await openPictures(assetUrl, { ...web, pictures: assetsOf(loaded), records });
    return use(articlesOf(call.global.data), pictures);
  }
  return withPorts(call, async ({ archive, deployment }) => {
    const pictures = await openPictures(assetUrl, { ...web, pictures: archive, records: archive });
    return use(deployment?.articles ?? articlesOf(call.global.data), pictures);
  });
}

/** What lies beside the config as the publication's own site is read there, as the preview does; all else is fetched. */
function besideConfig(site: SiteFiles, web: PictureSource): PictureSource {
  return {
    async fetch(url) {
      const pathname = site.pathOf(url);
      const found = pathname === null ? null : await site.read(pathname);
      return found === null ? web.fetch(url) : { ok: true, value: found.bytes };
    },
  };
}

function assetUrlOf({ config: { publication }, file }: LoadedConfig): string {
  if (publication.assetUrl !== undefined) return publication.assetUrl;
  const allowed = `where readers find stored pictures, such as "${readersBase(publication)}": the site that public/ goes to, a CDN, or the readers’ pages themselves`;
  throw new PressrunError(
    'CONFIG_INVALID',
    'Pictures cannot be stored: publication.assetUrl says where readers find them, and there is none.',
    { problems: [{ file, field: 'publication.assetUrl', got: 'nothing', allowed }] },
  );
}
