import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { patchDocument } from './patch.ts';

export interface FrameProps {
  label: string;
  html: string;
  width: number;
  height: number;
  scale: number;
  /** A CSS path of an element to be marked; `at` changes when it is to be brought into view. */
  mark: { path: string; at: number } | null;
  /** What a link under the pointer leads to. */
  onLink: (url: string | null) => void;
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * An edition in a frame of its own, where no script runs: what it holds is changed in place, so the reader's place in it
 * stays through every save.
 */
export function Frame({ label, html, width, height, scale, mark, onLink }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [ready, setReady] = useState(0);
  const [box, setBox] = useState<Box | null>(null);

  useLayoutEffect(() => {
    const target = frame.current?.contentDocument;
    if (ready > 0 && target) patchDocument(target, html);
  }, [html, ready]);

  useEffect(() => {
    const target = frame.current?.contentDocument;
    if (ready === 0 || !target) return undefined;
    const over = (event: Event) => onLink(linkOf(event)?.href ?? null);
    const click = (event: Event) => {
      const link = linkOf(event);
      if (link === null) return;
      event.preventDefault();
      if (/^(?:https?|mailto):/.test(link.href)) window.open(link.href, '_blank', 'noopener,noreferrer');
    };
    // A key pressed in the frame is meant for the page.
    const key = (event: KeyboardEvent) => window.dispatchEvent(new KeyboardEvent('keydown', event));
    target.addEventListener('mouseover', over);
    target.addEventListener('click', click);
    target.addEventListener('auxclick', click);
    target.addEventListener('keydown', key);
    return () => {
      target.removeEventListener('mouseover', over);
      target.removeEventListener('click', click);
      target.removeEventListener('auxclick', click);
      target.removeEventListener('keydown', key);
    };
  }, [ready, onLink]);

  useEffect(() => {
    const target = frame.current?.contentDocument;
    if (ready === 0 || !target || mark === null) {
      setBox(null);
      return undefined;
    }
    const element = elementAt(target, mark.path);
    if (element !== null && mark.at > 0) element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const place = () => setBox(element === null ? null : boxOf(element));
    place();
    target.addEventListener('scroll', place, { passive: true });
    return () => target.removeEventListener('scroll', place);
  }, [mark?.path, mark?.at, ready, html, width]);

  return (
    <div class="frame-window" style={{ width: `${width * scale}px`, height: `${height}px` }}>
      <iframe
        ref={frame}
        title={`The edition, ${label}`}
        src="/frame"
        sandbox="allow-same-origin"
        data-frame={label}
        style={{ width: `${width}px`, height: `${height / scale}px`, transform: `scale(${scale})` }}
        onLoad={() => setReady((times) => times + 1)}
      />
      {box !== null && (
        <div
          class="spot"
          style={{
            left: `${box.left * scale - 4}px`,
            top: `${box.top * scale - 4}px`,
            width: `${box.width * scale + 8}px`,
            height: `${box.height * scale + 8}px`,
          }}
        />
      )}
    </div>
  );
}

function linkOf(event: Event): HTMLAnchorElement | null {
  const { target } = event;
  if (target === null || !('closest' in target) || typeof target.closest !== 'function') return null;
  return (target as Element).closest<HTMLAnchorElement>('a[href]');
}

function elementAt(document: Document, path: string): Element | null {
  try {
    return document.querySelector(path);
  } catch {
    return null;
  }
}

function boxOf(element: Element): Box | null {
  const { left, top, width, height } = element.getBoundingClientRect();
  return width + height === 0 ? null : { left, top, width, height };
}
