import { describe, expect, test } from '@jest/globals';
import type { TemplateSource } from '../../core/ports.ts';

/**
 * What every template source promises.
 *
 * @param create - a source of these files, by path beside the config; with nothing else of these names.
 */
export function templateSourceContract(
  name: string,
  create: (files: Readonly<Record<string, string>>) => Promise<TemplateSource>,
): void {
  const files = {
    'templates/editions/own-daily.mjml': '<mjml>daily</mjml>',
    'templates/editions/own-daily.txt': 'daily',
    'templates/editions/own-bare.mjml': '<mjml>bare</mjml>',
    'templates/partials/own-card.mjml': 'card é',
    'templates/partials/own-card.txt': 'card in words',
    'mail/own.mjml': '<mjml>own</mjml>',
    'mail/own.txt': 'own',
    'secret.txt': 'secret',
  };

  describe(`template source: ${name}`, () => {
    test('gives the parts of a template by name', async () => {
      const source = await create(files);
      expect((await source.edition('own-daily', 'mjml'))?.source).toBe('<mjml>daily</mjml>');
      expect((await source.edition('own-daily', 'txt'))?.source).toBe('daily');
      expect(await source.edition('own-bare', 'txt')).toBeNull();
      expect(await source.edition('own-none', 'mjml')).toBeNull();
    });

    test('gives a template by its path beside the config, and the text part beside it', async () => {
      const source = await create(files);
      expect((await source.edition('mail/own.mjml', 'mjml'))?.source).toBe('<mjml>own</mjml>');
      expect((await source.edition('mail/own.mjml', 'txt'))?.source).toBe('own');
      expect(await source.edition('mail/none.mjml', 'mjml')).toBeNull();
    });

    test('gives partials by file name', async () => {
      const source = await create(files);
      expect((await source.partial('own-card.mjml'))?.source).toBe('card é');
      expect((await source.partial('own-card.txt'))?.source).toBe('card in words');
      expect(await source.partial('own-none.mjml')).toBeNull();
      expect(await source.partial('own-card')).toBeNull();
    });

    test('names each file so that a person finds it', async () => {
      const source = await create(files);
      expect((await source.partial('own-card.mjml'))?.path).toBe('templates/partials/own-card.mjml');
      expect((await source.edition('own-daily', 'txt'))?.path).toBe('templates/editions/own-daily.txt');
      expect((await source.edition('mail/own.mjml', 'mjml'))?.path).toBe('mail/own.mjml');
    });

    test('no name leads out of its folder', async () => {
      const source = await create(files);
      for (const outside of [
        '../../secret',
        '../../secret.txt',
        '/secret.txt',
        '..',
        '.',
        '',
        'a/../../../secret.txt',
      ]) {
        expect(await source.partial(outside)).toBeNull();
        expect(await source.edition(outside, 'txt')).toBeNull();
      }
      expect(await source.edition('../x/secret.mjml', 'txt')).toBeNull();
    });
  });
}
