import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readDocument } from '../../../core/stages/check-document.ts';
import { type Display, displayHtml } from '../../../preview/server/display-html.ts';
import { invertValue } from '../../../preview/server/invert.ts';
import { themes } from '../../../preview/view.ts';

const local = (url: string) => (url === 'https://news.example.org/a.jpg' ? '/site/a.jpg' : null);
const light: Display = { theme: 'light', pictures: true, local };

const html = `<!doctype html><html><head><style>
@media (prefers-color-scheme: dark) { .ink { color:#eeeeee } }
@media (prefers-color-scheme:light) { .ink { color:#111111 } }
</style></head><body bgcolor="#ffffff"><!--[if mso]><td bgcolor="#ffffff"><![endif]-->
<p class="ink" style="color:#000000;background:#fff url('https://news.example.org/a.jpg')">Black is #000000</p>
<img src="https://news.example.org/a.jpg" alt="a > b"><img src="https://elsewhere.example/b.jpg" srcset="c.jpg 2x">
<a href="https://news.example.org/a.jpg">link</a></body></html>`;

describe('an edition as a browser shows it', () => {
  test('is in a theme whatever the browser’s own is', () => {
    expect(displayHtml(html, light)).toMatch(/\(max-width:0\) \{ \.ink \{ color:#eeeeee/);
    expect(displayHtml(html, light)).toMatch(/\(min-width:0\) \{ \.ink \{ color:#111111/);
    expect(displayHtml(html, { ...light, theme: 'dark' })).toMatch(/\(min-width:0\) \{ \.ink \{ color:#eeeeee/);
  });

  test('shows pictures that lie on this machine from there, and links lead where they did', () => {
    const shown = displayHtml(html, light);
    expect(shown).toContain('<img src="/site/a.jpg" alt="a > b">');
    expect(shown).toContain("url('/site/a.jpg')");
    expect(shown).toContain('src="https://elsewhere.example/b.jpg"');
    expect(shown).toContain('<a href="https://news.example.org/a.jpg">');
  });

  test('asks for no picture where pictures are off', () => {
    const shown = displayHtml(html, { ...light, pictures: false });
    expect(shown.replace(/<a href="[^"]*">/, '')).not.toMatch(/\.jpg/);
    expect(shown).toContain('alt="a > b"');
  });

  test.each(['gmail', 'outlook'] as const)(
    '%s makes light grounds dark and dark text light, and leaves words alone',
    (theme) => {
      const shown = displayHtml(html, { ...light, theme });
      expect(shown).not.toContain('<body bgcolor="#ffffff"');
      expect(shown).toMatch(/style="color:#f\w{5};background:#1\w{5} url/);
      expect(shown).toContain('Black is #000000');
      expect(shown).toContain('<!--[if mso]><td bgcolor="#ffffff"><![endif]-->');
    },
  );

  test('has the same elements in the same order in every theme', () => {
    const names = (text: string) => readDocument(text).elements.map(({ name }) => name);
    for (const theme of themes) {
      const shown = names(displayHtml(html, { ...light, theme, pictures: false }));
      // The theme's own style sheet stands last in the head.
      shown.splice(shown.lastIndexOf('style'), 1);
      expect(shown).toEqual(names(html));
    }
  });
});

describe('inverting colours', () => {
  test('Outlook leaves text that is light already, Gmail turns everything over', () => {
    expect(invertValue('color', '#ffffff', 'outlook')).toBe('#ffffff');
    expect(invertValue('background-color', '#000000', 'outlook')).toBe('#000000');
    expect(invertValue('color', '#ffffff', 'gmail')).not.toBe('#ffffff');
    expect(invertValue('border', '1px solid red', 'gmail')).toMatch(/^1px solid #/);
    expect(invertValue('font-family', 'Gold, serif', 'gmail')).toBe('Gold, serif');
  });

  test('a lighter colour comes out darker', () => {
    const grey = fc.integer({ min: 0, max: 255 });
    const hex = (value: number) => `#${value.toString(16).padStart(2, '0').repeat(3)}`;
    const level = (text: string) => Number.parseInt(text.slice(1, 3), 16);
    fc.assert(
      fc.property(grey, grey, (one, other) => {
        fc.pre(one < other);
        const [a, b] = [one, other].map((value) => level(invertValue('color', hex(value), 'gmail')));
        expect(a).toBeGreaterThanOrEqual(b ?? 0);
      }),
    );
  });
});
