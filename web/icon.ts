import type { Publication } from '../core/model/config.ts';
import { standingOut } from './colours.ts';

/** The publication's first letter, for the browser's tab. */
export function icon({ name, look }: Pick<Publication, 'name' | 'look'>): string {
  const ground = look?.accent ?? look?.ink ?? '#16130f';
  const initial =
    [...name.replace(/^(?:the|der|die|das|le|la|les|el|il|o|a) /i, '')].find((letter) =>
      /[\p{L}\p{N}]/u.test(letter),
    ) ?? '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="${ground}"/><text x="16" y="24" text-anchor="middle" font-family="Georgia,serif" font-weight="bold" font-size="24" fill="${standingOut(ground, '#ffffff', '#000000')}">${initial.toUpperCase()}</text></svg>`;
}
