import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChangeEvent, EditionAnswer, Fault } from '../view.ts';
import { ask, FaultError } from './api.ts';

/** An answer of the server, kept while the next is awaited. */
export interface Live<T> {
  value: T | null;
  fault: Fault | null;
  /** The query that `value` answers. */
  of: string;
}

/** After a change the edition is asked for at once, and all that is beside it when it has been shown: in milliseconds. */
export function beside(generation: number): number {
  return generation === 0 ? 0 : 150;
}

/**
 * An answer that is asked for again whenever the query or the generation changes. A later answer is never overwritten by an
 * earlier one.
 *
 * @param query - null: nothing is asked.
 * @param delay - in milliseconds: for what may wait until the edition is shown.
 */
export function useAnswer<T>(path: string, query: URLSearchParams | null, generation: number, delay = 0): Live<T> {
  const [live, setLive] = useState<Live<T>>({ value: null, fault: null, of: '' });
  const turn = useRef(0);
  const text = query?.toString() ?? null;
  // Not `useEffect`, which waits for a frame to be painted: after a save it is the next frame that counts.
  useLayoutEffect(() => {
    if (text === null) return undefined;
    turn.current += 1;
    const mine = turn.current;
    const begin = () => {
      ask<T>(path, new URLSearchParams(text)).then(
        (value) => {
          if (mine === turn.current) setLive({ value, fault: null, of: text });
        },
        (error: unknown) => {
          if (mine !== turn.current) return;
          const message = 'The preview does not answer: is it still running?';
          const fault = error instanceof FaultError ? error.fault : { code: '', message, advice: '', places: [] };
          setLive((before) => ({ ...before, fault, of: text }));
        },
      );
    };
    if (delay === 0) begin();
    else {
      const timer = setTimeout(begin, delay);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [path, text, generation, delay]);
  return live;
}

/** What the server tells unasked. */
export interface Feed {
  /** Counts up with every change of the sources that this page heard of. */
  generation: number;
  /** The same, of changes that may make other editions: of articles and of the config. */
  listed: number;
  /** The last change; null before the first. */
  last: ChangeEvent | null;
  /** Whether the server can be heard. */
  connected: boolean;
  /** The edition that is looked at; the one before it, while it is awaited. */
  edition: EditionAnswer | null;
  /** Why there is none. */
  refused: Fault | null;
}

/**
 * Listens to the server: it sends the edition that is looked at, and sends it again whenever a source of it changes.
 *
 * @param query - null: no edition is looked at yet.
 */
export function useFeed(query: URLSearchParams | null): Feed {
  const [feed, setFeed] = useState<Feed>({
    generation: 0,
    listed: 0,
    last: null,
    connected: true,
    edition: null,
    refused: null,
  });
  /** The server's own count, as it was heard last. */
  const heard = useRef<number | null>(null);
  const text = query?.toString() ?? '';
  useLayoutEffect(() => {
    const events = new EventSource(text === '' ? '/api/events' : `/api/events?${text}`);
    const on = (name: string, take: (data: string) => Partial<Feed> | ((before: Feed) => Partial<Feed>)) => {
      events.addEventListener(name, (event) => {
        const change = take((event as MessageEvent<string>).data);
        setFeed((before) => ({
          ...before,
          connected: true,
          ...(typeof change === 'function' ? change(before) : change),
        }));
      });
    };
    on('hello', (data) => {
      const now = Number(data);
      // What changed while it could not be heard, or in a restart of the server, is asked for again.
      const missed = heard.current !== null && heard.current !== now;
      heard.current = now;
      return ({ generation, listed }) => (missed ? { generation: generation + 1, listed: listed + 1 } : {});
    });
    on('edition', (data) => {
      const answer = JSON.parse(data) as EditionAnswer | { refused: Fault };
      return 'refused' in answer ? { refused: answer.refused, edition: null } : { edition: answer, refused: null };
    });
    on('change', (data) => {
      const last = JSON.parse(data) as ChangeEvent;
      heard.current = last.generation;
      const lists = last.kinds.some((kind) => kind === 'article' || kind === 'config');
      return ({ generation, listed }) => ({ generation: generation + 1, listed: listed + (lists ? 1 : 0), last });
    });
    events.addEventListener('error', () => setFeed((before) => ({ ...before, connected: false })));
    return () => events.close();
  }, [text]);
  return feed;
}

/** The size of an element, kept up to date. */
export function useSize(): [(element: HTMLElement | null) => void, { width: number; height: number }] {
  const [size, setSize] = useState({ width: 0, height: 0 });
  const observer = useRef<ResizeObserver | null>(null);
  const ref = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (element === null) return;
    observer.current = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.current.observe(element);
  }, []);
  return [ref, size];
}
