import { type Device, deviceWidths, type Theme } from '../view.ts';
import type { PageState, View } from './state.ts';

interface EditionBarProps {
  state: PageState;
  go: (change: Partial<PageState>) => void;
}

const viewNames: Record<View, string> = {
  edition: 'Edition',
  inbox: 'Inbox',
  text: 'Text',
  source: 'Source',
  outbox: 'Outbox',
};
const themeNames: Record<Theme, [name: string, title: string]> = {
  light: ['Light', 'As designed'],
  dark: ['Dark', 'The edition’s own dark colours, as Apple Mail shows them'],
  gmail: ['Gmail', 'Every colour turned over, as Gmail on iOS does it'],
  outlook: ['Outlook', 'Light grounds darkened, as Outlook.com and its phone apps do it'],
};
const devices: Device[] = ['phone', 'tablet', 'desktop'];

/** How the edition is looked at. */
export function EditionBar({ state, go }: EditionBarProps) {
  const onlyFrames = state.view === 'edition';
  return (
    <div class="bar">
      <div class="group views" role="tablist" aria-label="View">
        {(Object.keys(viewNames) as View[]).map((view) => (
          <button
            key={view}
            type="button"
            role="tab"
            aria-selected={state.view === view}
            onClick={() => go({ view, message: null })}
          >
            {viewNames[view]}
          </button>
        ))}
      </div>
      {onlyFrames && (
        <>
          <fieldset class="group">
            <legend class="hidden">Width</legend>
            {devices.map((device) => (
              <button
                key={device}
                type="button"
                aria-pressed={state.width === null && state.devices.includes(device)}
                title={`${deviceWidths[device]} px; with Shift, beside the others`}
                onClick={(event) => go({ width: null, devices: event.shiftKey ? toggled(state, device) : [device] })}
              >
                {device}
              </button>
            ))}
            <button
              type="button"
              aria-pressed={state.width === null && state.devices.length === devices.length}
              title="All side by side  ( 0 )"
              onClick={() => go({ width: null, devices })}
            >
              all
            </button>
          </fieldset>
          <fieldset class="group">
            <legend class="hidden">Theme</legend>
            {(Object.keys(themeNames) as Theme[]).map((theme) => (
              <button
                key={theme}
                type="button"
                aria-pressed={state.theme === theme}
                title={themeNames[theme][1]}
                onClick={() => go({ theme })}
              >
                {themeNames[theme][0]}
              </button>
            ))}
          </fieldset>
          <fieldset class="group">
            <legend class="hidden">Pictures</legend>
            <button
              type="button"
              aria-pressed={state.pictures}
              title="Pictures on or off  ( p )"
              onClick={() => go({ pictures: !state.pictures })}
            >
              Pictures
            </button>
          </fieldset>
        </>
      )}
      <span class="push" />
      {state.view !== 'outbox' && state.panel === 'none' && (
        <button type="button" class="link" onClick={() => go({ panel: 'checks' })}>
          Checks
        </button>
      )}
    </div>
  );
}

function toggled({ devices: shown }: PageState, device: Device): Device[] {
  const next = devices.filter((each) => (each === device ? !shown.includes(each) : shown.includes(each)));
  return next.length === 0 ? [device] : next;
}
