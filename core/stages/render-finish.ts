import type { Edition } from '../model/edition.ts';
import { escapeHtml } from './compose-values.ts';
import { stripWhitespace } from './render-whitespace.ts';

/** Fills the inbox line behind the preheader, so that the body does not show there: marks that have no width, and spaces that do not join. */
const preheaderPadding = '\u034f\u00a0'.repeat(75);

/**
 * MJML's HTML as it is sent: language, direction and title where the template left them out, the preheader first in the
 * body, and no white space that does not show.
 */
export function finishHtml(
  html: string,
  edition: Pick<Edition, 'language' | 'direction'>,
  subject: string,
  preheader: string,
): string {
  const rtl = edition.direction === 'rtl';
  const head = html
    .replace(/(<html\b[^>]*?\blang=)"und"/, (_, before: string) => `${before}"${edition.language}"`)
    .replace(/(<html\b[^>]*?\bdir=)"auto"/, (_, before: string) => `${before}"${edition.direction}"`)
    .replace(/(<div\b[^>]*?\brole="article" lang=)"und" dir="auto"/, (_, before: string) => {
      return `${before}"${edition.language}" dir="${edition.direction}"`;
    })
    .replace(/<title>\s*<\/title>/, () => `<title>${escapeHtml(subject)}</title>`);
  // MJML's own role of article is no landmark, and all of a page stands in one (axe: region, landmark-one-main).
  const body = head.replace(/(<body\b[^>]*>)([\s\S]*)(<\/body>)/, (_, open: string, content: string, close: string) => {
    return `${open}${preheaderHtml(preheader)}<div role="main">${content}</div>${close}`;
  });
  return stripWhitespace(rtl ? mirrorOutlook(body) : body).trim();
}

function preheaderHtml(preheader: string): string {
  if (preheader === '') return '';
  const style =
    'display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all';
  return `<div style="${style}">${escapeHtml(preheader)}${preheaderPadding}</div>`;
}

/** Outlook for Windows lays columns out by the direction of the table that MJML makes for it alone. */
function mirrorOutlook(html: string): string {
  return html.replace(/<!--\[if mso[^\]]*\]>[\s\S]*?<!\[endif\]-->/g, (comment) =>
    comment.replaceAll('<table role="presentation"', '<table dir="rtl" role="presentation"'),
  );
}
