import { escapeHtml } from '../../core/stages/compose-values.ts';
import { themes } from '../view.ts';
import type { Export } from './export-edition.ts';

/** `index.html` of an export: no script, and nothing from elsewhere. */
export function exportPage(edition: Export): string {
  const { title, local, subject, preheader, from, bytes, findings, shots } = edition;
  const listed = findings.filter(({ severity }) => severity !== 'note');
  return page(`${title}, ${local}`, [
    `<header><p>${text(edition.editionId)}</p><h1 dir="auto">${text(title)}</h1><p>${text(local)}, ${text(edition.timeZone)}</p></header>`,
    '<dl>',
    line('From', from),
    line('Subject', subject),
    line('Preheader', preheader),
    line('Weight', `${(bytes / 1_024).toFixed(1)} KB of HTML after the longest merge, of 102`),
    '</dl>',
    '<p class="files">',
    themes.map((theme) => `<a href="${edition.html[theme]}">${theme}</a>`).join(' · '),
    ' · <a href="edition.txt">text</a> · <a href="message.eml">message</a> · <a href="edition.json">edition.json</a> · <a href="export.json">export.json</a></p>',
    listed.length === 0 ? '' : '<h2>Found</h2>',
    `<ul class="found">${listed.map(({ severity, message, rule, source }) => `<li class="${severity}"><b>${severity}</b> ${text(message)} <small>${text(rule)}${source === null ? '' : ` <code>${text(source.file)}${source.line === null ? '' : `:${source.line}`}</code>`}</small></li>`).join('')}</ul>`,
    ...themes.map((theme) => themeSection(theme, edition, shots)),
  ]);
}

function themeSection(theme: (typeof themes)[number], { html, shotsSkipped }: Export, shots: Export['shots']): string {
  const own = shots.filter((shot) => shot.theme === theme);
  // Without a browser to take pictures, whoever opens the page has one.
  const shown =
    own.length === 0
      ? `<iframe sandbox="" title="The edition, ${theme}" src="${html[theme]}"></iframe>${shotsSkipped === null ? '' : `<p>No pictures: ${text(shotsSkipped)}.</p>`}`
      : own
          .map(
            ({ file, device, width }) =>
              `<figure><figcaption>${device}, ${width} px</figcaption><a href="${file}"><img src="${file}" alt="The edition, ${theme}, ${width} pixels wide" style="width:${shownWidth(width)}px" loading="lazy"></a></figure>`,
          )
          .join('');
  return `<h2>${theme}</h2><div class="shots">${shown}</div>`;
}

/** How wide the picture of an edition stands in a page, in pixels. */
export function shownWidth(width: number): number {
  return Math.round(width * 0.45);
}

function line(name: string, value: string): string {
  return `<div><dt>${name}</dt><dd dir="auto">${text(value)}</dd></div>`;
}

/** Text in HTML. */
export function text(value: string): string {
  return escapeHtml(value);
}

/** A page of an export. */
export function page(title: string, body: readonly string[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'; frame-src 'self' file:">
<title>${text(title)}</title><style>${style}</style></head><body>
${body.filter((part) => part !== '').join('\n')}
</body></html>
`;
}

const style = `
:root{color-scheme:light dark;--paper:#fbf9f4;--ink:#1b1815;--soft:#625b50;--rule:#d3cbbb;--bad:#9b1c20;--warn:#8a5200;--good:#2c6135;--tint:#ece6d9}
@media (prefers-color-scheme:dark){:root{--paper:#1d1b18;--ink:#ece6da;--soft:#a9a093;--rule:#38332c;--bad:#ff9d8e;--warn:#e6b25c;--good:#8fca98;--tint:#28241f}}
body{background:var(--paper);color:var(--ink);font:15px/1.5 "Helvetica Neue","Segoe UI",Roboto,"Noto Sans",sans-serif;max-width:1080px;margin:0 auto;padding:36px 24px 80px}
h1{font:600 40px/1.1 "Iowan Old Style",Charter,Georgia,"Noto Serif",serif;margin:2px 0}
h2{font:600 21px/1.2 "Iowan Old Style",Charter,Georgia,"Noto Serif",serif;margin:40px 0 10px;text-transform:capitalize}
header{border-bottom:3px double var(--ink);padding-bottom:14px;margin-bottom:18px}
header p,small,figcaption{color:var(--soft);margin:0}
a{color:var(--bad)}
dl{margin:0}dl div{display:grid;grid-template-columns:110px 1fr;border-bottom:1px solid var(--rule);padding:5px 0}dt{color:var(--soft)}dd{margin:0}
ul{list-style:none;padding:0}li{border-bottom:1px solid var(--rule);padding:5px 0}
.error b,.gone{color:var(--bad)}.warning b{color:var(--warn)}.new{color:var(--good)}
.shots{display:flex;gap:24px;align-items:flex-start;overflow-x:auto}
figure{margin:0;flex:none}img{display:block;border:1px solid var(--rule);max-width:100%}
iframe{width:700px;height:900px;border:1px solid var(--rule);background:#fff}
pre{background:var(--tint);padding:12px;overflow-x:auto;white-space:pre-wrap;font-size:13px}
table{border-collapse:collapse}td,th{text-align:left;padding:4px 18px 4px 0;border-bottom:1px solid var(--rule);font-variant-numeric:tabular-nums}
.figure{font:600 30px/1.2 "Iowan Old Style",Charter,Georgia,"Noto Serif",serif}
`;
