import { useState } from 'preact/hooks';
import { type Device, deviceWidths } from '../view.ts';
import { Frame } from './frame.tsx';
import { clampWidth } from './state.ts';
import { useSize } from './use-live.ts';

export interface StageProps {
  html: string;
  devices: readonly Device[];
  width: number | null;
  onWidth: (width: number) => void;
  mark: { path: string; at: number } | null;
  onLink: (url: string | null) => void;
}

/** Space around and between the frames, in pixels. */
const gap = 28;
const captionHeight = 30;
/** Smaller than this and text cannot be read: then the stage scrolls instead. */
const smallestScale = 0.46;
/** Narrower than this is a phone. */
const narrow = 500;
const phoneScale = 0.8;

/** The edition in one frame or several, side by side, at their widths; scaled down together where they do not fit. */
export function Stage({ html, devices, width, onWidth, mark, onLink }: StageProps) {
  const [ref, size] = useSize();
  const [dragged, setDragged] = useState<{ label: string; width: number } | null>(null);
  const still =
    width === null
      ? devices.map((device): { label: string; width: number } => ({ label: device, width: deviceWidths[device] }))
      : [{ label: 'custom', width }];
  const frames = still.map((frame) => (frame.label === dragged?.label ? dragged : frame));
  const scales = scalesOf(
    frames.map((frame) => frame.width),
    size.width,
  );
  const height = Math.max(200, size.height - captionHeight - gap);
  return (
    <div class="stage" ref={ref}>
      {size.width > 0 &&
        frames.map((frame, index) => (
          <figure class="frame" key={frame.label}>
            <figcaption>
              <b>{frame.label === 'custom' ? 'by hand' : frame.label}</b>
              <span>{frame.width} px</span>
              {(scales[index] ?? 1) < 1 && <span>at {Math.round((scales[index] ?? 1) * 100)} %</span>}
            </figcaption>
            <Frame
              label={frame.label}
              html={html}
              width={frame.width}
              height={height}
              scale={scales[index] ?? 1}
              mark={mark}
              onLink={onLink}
            />
            <Handle
              width={frame.width}
              // A frame alone is in the middle, so both its edges move.
              pace={(frames.length === 1 ? 2 : 1) / (scales[index] ?? 1)}
              onDrag={(moved) => setDragged({ label: frame.label, width: moved })}
              onDone={(done) => {
                setDragged(null);
                onWidth(done);
              }}
            />
          </figure>
        ))}
    </div>
  );
}

/** Phones stay near their size; what is wider shares the rest, and where that is too little the stage scrolls. */
function scalesOf(widths: readonly number[], available: number): number[] {
  const room = available - gap * (widths.length + 1);
  const sum = (list: readonly number[]) => list.reduce((total, width) => total + width, 0);
  const wide = sum(widths.filter((width) => width >= narrow));
  if (sum(widths) <= room) return widths.map(() => 1);
  const rest = (room - sum(widths.filter((width) => width < narrow)) * phoneScale) / Math.max(1, wide);
  if (widths.length === 1) return widths.map((width) => Math.max(smallestScale, room / width));
  const shared = Math.min(1, Math.max(smallestScale, rest));
  return widths.map((width) => (width < narrow ? phoneScale : shared));
}

interface HandleProps {
  width: number;
  /** Pixels of width for a pixel of the pointer. */
  pace: number;
  onDrag: (width: number) => void;
  onDone: (width: number) => void;
}

/** The right edge of a frame: dragged, or moved with the arrow keys. */
function Handle({ width, pace, onDrag, onDone }: HandleProps) {
  const begin = (event: PointerEvent) => {
    const handle = event.currentTarget as HTMLElement;
    const from = event.clientX;
    let now = width;
    const move = (moved: PointerEvent) => {
      now = clampWidth(width + (moved.clientX - from) * pace);
      onDrag(now);
    };
    const end = () => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
      if (now !== width) onDone(now);
    };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
    event.preventDefault();
  };
  const key = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 40 : 5;
    if (event.key === 'ArrowLeft') onDone(clampWidth(width - step));
    else if (event.key === 'ArrowRight') onDone(clampWidth(width + step));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that can be moved, as ARIA has it
    <div
      class="handle"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the frame"
      aria-valuenow={width}
      aria-valuemin={280}
      aria-valuemax={1400}
      tabIndex={0}
      onPointerDown={begin}
      onKeyDown={key}
    />
  );
}
