import { type Device, deviceWidths, type Theme, themes } from '../view.ts';

export const views = ['edition', 'inbox', 'text', 'source', 'outbox'] as const;
export type View = (typeof views)[number];

export const panels = ['checks', 'why', 'test', 'none'] as const;
export type Panel = (typeof panels)[number];

/** What the page shows. All of it stands in the address, so that a view can be shared. */
export interface PageState {
  newsletter: string;
  date: string;
  /** As of another instant than the edition's own. */
  at: string | null;
  view: View;
  /** Side by side, in this order. */
  devices: readonly Device[];
  /** A width set by hand; then there is one frame. */
  width: number | null;
  theme: Theme;
  pictures: boolean;
  recipient: string;
  asSent: boolean;
  panel: Panel;
  /** Whether the list of editions is shown. */
  list: boolean;
  /** A message of the outbox: its folder, or its file. */
  message: string | null;
}

export const initialState: PageState = {
  newsletter: '',
  date: '',
  at: null,
  view: 'edition',
  devices: ['phone', 'desktop'],
  width: null,
  theme: 'light',
  pictures: true,
  recipient: 'sample',
  asSent: false,
  panel: 'checks',
  list: true,
  message: null,
};

export const narrowest = 280;
export const widest = 1400;

/**
 * The state that an address's query asks for; what is missing or cannot be used is as at the beginning.
 * @example stateOf('newsletter=brief&edition=2026-03-02&theme=dark').theme // 'dark'
 */
export function stateOf(query: string): PageState {
  const given = new URLSearchParams(query);
  const text = (name: string) => given.get(name) ?? '';
  const one = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T => {
    return allowed.find((value) => value === given.get(name)) ?? otherwise;
  };
  const width = Number.parseInt(text('width'), 10);
  return {
    newsletter: text('newsletter'),
    date: text('edition'),
    at: instantOf(text('at')),
    view: one('view', views, initialState.view),
    devices: devicesOf(text('devices')),
    width: Number.isFinite(width) ? clampWidth(width) : null,
    theme: one('theme', themes, initialState.theme),
    pictures: text('pictures') !== 'off',
    recipient: text('recipient') === '' ? initialState.recipient : text('recipient'),
    asSent: text('sent') === 'yes',
    panel: one('panel', panels, initialState.panel),
    list: text('list') !== 'off',
    message: given.get('message'),
  };
}

/** The query of a state: only what differs from the beginning. */
export function queryOf(state: PageState): string {
  const query = new URLSearchParams();
  const set = (name: string, value: string | null, unless: string | null) => {
    if (value !== null && value !== '' && value !== unless) query.set(name, value);
  };
  set('newsletter', state.newsletter, null);
  set('edition', state.date, null);
  set('at', state.at, null);
  set('view', state.view, initialState.view);
  set('devices', state.devices.join('-'), initialState.devices.join('-'));
  set('width', state.width === null ? null : String(state.width), null);
  set('theme', state.theme, initialState.theme);
  set('pictures', state.pictures ? null : 'off', null);
  set('recipient', state.recipient, initialState.recipient);
  set('sent', state.asSent ? 'yes' : null, null);
  set('panel', state.panel, initialState.panel);
  set('list', state.list ? null : 'off', null);
  set('message', state.message, null);
  return query.toString();
}

/** What the server is asked for, of a state. */
export function editionQuery(state: PageState): URLSearchParams {
  const query = new URLSearchParams({ newsletter: state.newsletter, date: state.date, recipient: state.recipient });
  query.set('theme', state.theme);
  if (!state.pictures) query.set('pictures', 'off');
  if (state.at !== null) query.set('at', state.at);
  if (state.asSent) query.set('sent', 'yes');
  return query;
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)));
}

function instantOf(text: string): string | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

function devicesOf(text: string): readonly Device[] {
  const names = Object.keys(deviceWidths).filter((name): name is Device => name in deviceWidths);
  const found = names.filter((name) => text.split('-').includes(name));
  return found.length === 0 ? initialState.devices : found;
}
