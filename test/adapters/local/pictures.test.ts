import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createS3Archive } from '../../../adapters/aws/s3-archive.ts';
import { createS3Client } from '../../../adapters/aws/s3-bucket.ts';
import { detectFormat, importers } from '../../../adapters/import/importers.ts';
import { createFolderArchive } from '../../../adapters/local/folder-archive.ts';
import { createFolderArticleStore } from '../../../adapters/local/folder-article-store.ts';
import { createHttpPictureSource } from '../../../adapters/local/http-picture-source.ts';
import { createSharpPictureEditor } from '../../../adapters/local/sharp-picture-editor.ts';
import type { Archive } from '../../../core/ports.ts';
import { type GatherLine, gather } from '../../../core/stages/gather.ts';
import { openPictures } from '../../../core/stages/pictures.ts';
import { pictureTypeOf } from '../../../core/text/picture-type.ts';
import { type S3Emulator, startS3 } from '../../emulators/s3.ts';
import { root } from '../../source.ts';
import { temporaryFolder } from '../../temporary.ts';

let server: Server;
let port: number;
let s3: S3Emulator;
let asked: string[] = [];

beforeAll(async () => {
  s3 = await startS3();
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    if (url === '/lost.jpg') response.writeHead(404).end();
    else if (url === '/moved.jpg') response.writeHead(301, { location: 'http://169.254.169.254/latest/' }).end();
    else response.end(readFileSync(path.join(root, 'examples/pictures', url)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await s3.close();
});

const archives: Readonly<Record<string, () => Promise<Archive>>> = {
  'a folder': async () => createFolderArchive(await temporaryFolder()),
  S3: async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const { endpoint } = s3;
    const client = createS3Client({ endpoint, region: 'eu-west-1', forcePathStyle: true, credentials });
    return createS3Archive({ client, name: 'archive' });
  },
};

describe.each(Object.entries(archives))('an import with pictures into %s', (_, create) => {
  test('stores the good, names the bad, and is the same import the second time', async () => {
    asked = [];
    const archive = await create();
    const articles = createFolderArticleStore(await temporaryFolder());
    const image = (name: string) => ({ url: `http://pictures.test:${port}/${name}`, alt: name });
    const story = {
      id: 'a',
      headline: 'Harbour opens',
      publishedAt: '2026-03-02T10:00:00Z',
      image: image('harbour-gates.jpg'),
      body: ['bench.jpg', 'lost.jpg', 'moved.jpg'].map((name) => ({ type: 'image', image: image(name) })),
    };
    const run = async (): Promise<GatherLine[]> => {
      const source = createHttpPictureSource({
        allows: (address) => address === '127.0.0.1',
        resolve: async (host) => [{ address: host === 'pictures.test' ? '127.0.0.1' : host, family: 4 }],
      });
      const editor = await createSharpPictureEditor();
      const ports = { source, editor, pictures: archive, records: archive };
      const pictures = await openPictures('https://cdn.example.org/mail', ports);
      const files = [{ reference: 'a.json', bytes: new TextEncoder().encode(JSON.stringify(story)) }];
      const options = { publicationUrl: 'https://news.example.org', importedAt: '2026-03-02T11:00:00.000Z' };
      const lines: GatherLine[] = [];
      for await (const line of gather(files, options, { articles, importers, detectFormat, pictures }))
        lines.push(line);
      return lines;
    };

    const [first] = await run();
    expect(first).toMatchObject({ outcome: 'added', pictures: { stored: 2, known: 0 } });
    expect(first?.pictures?.problems.map(({ field, got }) => [field, got])).toEqual([
      ['body[1].image.url', `http://pictures.test:${port}/lost.jpg (the answer is 404)`],
      ['body[2].image.url', `http://pictures.test:${port}/moved.jpg (169.254.169.254 is no public address)`],
    ]);
    const stored = await articles.get('a');
    const name = stored?.image?.url.slice('https://cdn.example.org/mail/pictures/'.length) ?? '';
    expect(name).toMatch(/^[0-9a-f]{32}-1200x\d+\.jpeg$/);
    expect(pictureTypeOf((await archive.get('pictures', name)) ?? new Uint8Array())).toBe('jpeg');
    expect(stored?.image).toMatchObject({ alt: 'harbour-gates.jpg', width: 1_200 });
    expect(asked).toHaveLength(4);

    const [second] = await run();
    expect(second).toMatchObject({ outcome: 'unchanged', pictures: { stored: 0, known: 2 } });
    // Only what could not be taken is asked for again.
    expect(asked.slice(4).sort()).toEqual(['/lost.jpg', '/moved.jpg']);
  });
});
