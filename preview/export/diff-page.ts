import { deviceWidths, type Theme, themes } from '../view.ts';
import type { ExportDiff, PictureDiff } from './diff.ts';
import { page, shownWidth, text } from './export-page.ts';
import type { DiffLine } from './line-diff.ts';

/** Unchanged lines shown around those that changed. */
const around = 2;

/** `diff.html` of an export. */
export function diffPage(diff: ExportDiff): string {
  const { before, after, sameRevision, fields, text: words, pictures, changedShare, findings } = diff;
  const share = changedShare === null ? '' : `${percent(changedShare)} of all pixels, `;
  return page(`${after}: what changed`, [
    `<header><p>${before === after ? text(after) : `${text(before)} → ${text(after)}`}</p><h1>What changed</h1></header>`,
    `<p class="figure">${sameRevision ? 'Nothing: it is the same revision.' : `${share}${words.added} ${words.added === 1 ? 'line' : 'lines'} added, ${words.removed} removed`}</p>`,
    fields.length === 0
      ? ''
      : `<table>${fields.map((field) => `<tr><th>${field.name}</th><td class="gone" dir="auto">${text(field.before)}</td><td class="new" dir="auto">${text(field.after)}</td></tr>`).join('')}</table>`,
    ...(['added', 'gone'] as const).map((kind) =>
      findings[kind].length === 0
        ? ''
        : `<h2>${kind === 'added' ? 'Newly found' : 'No longer found'}</h2><ul>${findings[kind].map(({ severity, message }) => `<li class="${severity}"><b>${severity}</b> ${text(message)}</li>`).join('')}</ul>`,
    ),
    words.added + words.removed === 0 ? '' : `<h2>Text</h2><pre>${linesHtml(words.lines)}</pre>`,
    ...themes.map((theme) => picturesOf(theme, pictures)),
  ]);
}

/** What differs in the pictures of one theme, in red over what does not. */
function picturesOf(theme: Theme, pictures: readonly PictureDiff[]): string {
  const own = pictures.filter((picture) => picture.theme === theme);
  if (own.length === 0) return '';
  const figures = own.map(({ file, device, changedShare, diff }) => {
    const width = deviceWidths[device];
    const shown =
      diff === null
        ? ''
        : `<a href="${diff}"><img src="${diff}" alt="What changed, ${theme}, ${width} pixels wide" style="width:${shownWidth(width)}px" loading="lazy"></a>`;
    return `<figure><figcaption><a href="${file}">${device}, ${width} px</a>: ${percent(changedShare)}</figcaption>${shown}</figure>`;
  });
  return `<h2>${theme}</h2><div class="shots">${figures.join('')}</div>`;
}

/** A share as a person reads it: one that is not nothing is never written as nothing. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 0.01 ? '< 0.01' : value.toFixed(value < 1 ? 2 : 1)} %`;
}

function linesHtml(lines: readonly DiffLine[]): string {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
  );
  let skipped = false;
  return lines
    .flatMap(({ kind, text: words }, index) => {
      if (near[index] !== true) {
        if (skipped) return [];
        skipped = true;
        return ['…\n'];
      }
      skipped = false;
      const sign = { same: ' ', gone: '−', new: '+' }[kind];
      return [`<span class="${kind}">${sign} ${text(words)}</span>\n`];
    })
    .join('');
}
