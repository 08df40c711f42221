import { describe, expect, test } from '@jest/globals';
import type { Article } from '../../../core/model/article.ts';
import { pictureNamePattern } from '../../../core/model/picture.ts';
import { openPictures, type PicturePorts } from '../../../core/stages/pictures.ts';
import { MemoryArchive } from '../../fakes/memory-archive.ts';
import { idleEditor, MemoryPictureSource } from '../../fakes/memory-pictures.ts';
import { article } from './render-editions.ts';

const jpeg = (name: string) => new Uint8Array([0xff, 0xd8, 0xff, ...new TextEncoder().encode(name)]);
const url = (name: string) => `https://agency.example.com/${name}`;
const assetUrl = 'https://news.example.org/';
const own = 'https://news.example.org/pictures/';

function world(files: Readonly<Record<string, Uint8Array>>) {
  const source = new MemoryPictureSource(
    Object.fromEntries(Object.entries(files).map(([name, bytes]) => [url(name), bytes])),
  );
  const ports: PicturePorts = {
    source,
    editor: idleEditor,
    pictures: new MemoryArchive(),
    records: new MemoryArchive(),
  };
  return { source, ports, open: () => openPictures(assetUrl, ports) };
}

function withImage(name: string, more: Partial<Article> = {}): Article {
  return article({ headline: 'Harbour opens', image: { url: url(name), alt: 'The harbour' }, ...more });
}

describe('storing pictures', () => {
  test('every picture of an article becomes the publication’s own, with its size; its words stay', async () => {
    const names = ['lead.jpg', 'inside', 'also.jpg', 'video.jpg', 'boxed.jpg'];
    const { ports, open } = world(Object.fromEntries(names.map((name) => [name, jpeg(name)])));
    const image = (name: string) => ({ url: url(name), alt: name, caption: 'A caption', credit: 'A. Example' });
    const given = article({
      headline: 'Harbour opens',
      image: { ...image('lead.jpg'), width: 4_000, height: 3_000 },
      body: [
        { type: 'paragraph', html: 'Words.' },
        { type: 'image', image: image('inside') },
        { type: 'link', url: 'https://news.example.org/also', title: 'Also', image: image('also.jpg') },
        { type: 'embed', url: 'https://video.example.org/1', title: 'Video', image: image('video.jpg') },
        { type: 'box', blocks: [{ type: 'image', image: image('boxed.jpg') }] },
      ],
    });
    const result = await (await open())(given);
    expect(result).toMatchObject({ stored: 5, known: 0, problems: [] });
    const text = JSON.stringify(result.article);
    expect(text).not.toContain('agency.example.com');
    expect(text.split(own)).toHaveLength(6);
    const lead = result.article.image;
    expect(lead).toMatchObject({
      alt: 'lead.jpg',
      caption: 'A caption',
      credit: 'A. Example',
      width: 640,
      height: 360,
    });
    const stored = await ports.pictures.list('pictures', '');
    expect(stored).toHaveLength(5);
    expect(stored.every((name) => pictureNamePattern.test(name))).toBe(true);
    expect(stored).toContain(lead?.url.slice(own.length));
    expect({ ...result.article, image: null, body: [] }).toEqual({ ...given, image: null, body: [] });
  });

  test('one that cannot be taken is named, with article, field, URL and why, and stays; the others go on', async () => {
    const { open } = world({
      'good.jpg': jpeg('good'),
      'page.jpg': new TextEncoder().encode('<!doctype html><p>Not here'),
      'drawing.png': new TextEncoder().encode('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    });
    const body = ['drawing.png', 'gone.jpg', 'good.jpg'].map((name) => {
      return {
        type: 'image' as const,
        image: { url: url(name), alt: '', caption: null, credit: null, width: null, height: null },
      };
    });
    const { article: after, stored, problems } = await (await open())(withImage('page.jpg', { body }));
    expect(stored).toBe(1);
    expect(problems.map(({ file, field, got }) => [file, field, got])).toEqual([
      ['test', 'image.url', `${url('page.jpg')} (a web page)`],
      ['test', 'body[0].image.url', `${url('drawing.png')} (an SVG)`],
      ['test', 'body[1].image.url', `${url('gone.jpg')} (the answer is 404)`],
    ]);
    expect(after.image?.url).toBe(url('page.jpg'));
    expect(after.body.map((block) => block.type === 'image' && block.image.url.startsWith(own))).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('a type is told by content: a JPEG may be called .svg', async () => {
    const { open } = world({ 'x.svg': jpeg('x') });
    expect(await (await open())(withImage('x.svg'))).toMatchObject({ stored: 1, problems: [] });
  });

  test('what was stored is not fetched again, by this run or the next, and gives the same article', async () => {
    const { source, open } = world({ 'a.jpg': jpeg('a') });
    const store = await open();
    const first = await store(withImage('a.jpg'));
    expect(await store(withImage('a.jpg'))).toEqual({ ...first, stored: 0, known: 1 });
    expect(await (await open())(withImage('a.jpg'))).toEqual({ ...first, stored: 0, known: 1 });
    expect(source.asked).toEqual([url('a.jpg')]);
    // Its stored pictures are left alone.
    expect(await store(first.article)).toEqual({ article: first.article, stored: 0, known: 0, problems: [] });
  });

  test('the publication’s other pictures at the same place are stored like any', async () => {
    const { ports } = world({});
    const source = new MemoryPictureSource({ [`${own}harbour.jpg`]: jpeg('harbour') });
    const store = await openPictures(assetUrl, { ...ports, source });
    const given = article({ headline: 'Harbour opens', image: { url: `${own}harbour.jpg` } });
    expect(await store(given)).toMatchObject({ stored: 1, problems: [] });
  });

  test('one that cannot be taken is asked for once a run, however many articles show it, and again by the next run', async () => {
    const { source, open } = world({});
    const store = await open();
    for (let index = 0; index < 3; index += 1) expect((await store(withImage('gone.jpg'))).problems).toHaveLength(1);
    expect(source.asked).toHaveLength(1);
    await (await open())(withImage('gone.jpg'));
    expect(source.asked).toHaveLength(2);
  });

  test('ended after the picture is stored and before that is recorded, the next run makes it good', async () => {
    const { source, ports, open } = world({ 'a.jpg': jpeg('a') });
    const failing = {
      list: ports.records.list.bind(ports.records),
      put: async () => Promise.reject(new Error('ended')),
    };
    const store = await openPictures(assetUrl, { ...ports, records: failing });
    await expect(store(withImage('a.jpg'))).rejects.toThrow('ended');
    expect(await (await open())(withImage('a.jpg'))).toMatchObject({ stored: 1, problems: [] });
    expect(await ports.pictures.list('pictures', '')).toHaveLength(1);
    expect(source.asked).toHaveLength(2);
  });

  test('a picture that is there no more is fetched again, whatever the record says', async () => {
    const { source, ports, open } = world({ 'a.jpg': jpeg('a') });
    await (await open())(withImage('a.jpg'));
    const store = await openPictures(assetUrl, { ...ports, pictures: new MemoryArchive() });
    expect(await store(withImage('a.jpg'))).toMatchObject({ stored: 1 });
    expect(source.asked).toHaveLength(2);
  });
});
