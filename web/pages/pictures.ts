import type { Hono } from 'hono';
import { pictureNamePattern, picturesFolder } from '../../core/model/picture.ts';
import type { Site } from '../site.ts';

/** Pictures that were stored, for publications without another place to give them out. A name is its content's hash: it never changes. */
export function storedPictures(app: Hono, site: Site): void {
  app.get(`/${picturesFolder}/:name`, async (c) => {
    const name = c.req.param('name');
    const type = pictureNamePattern.exec(name)?.groups?.['type'];
    const bytes = type === undefined ? null : await site.ports.archive.get(picturesFolder, name);
    if (bytes === null) return c.notFound();
    // Whatever it holds, it is shown as a picture and as nothing else.
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': `image/${type}`,
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Security-Policy': "default-src 'none'",
    });
  });
}
