import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** How long one thing may take, in milliseconds: a page on a busy machine, with pictures that do not answer. */
const patience = 30_000;

const linuxNames = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'];

/**
 * A Chrome, Chromium or Edge of this machine: the one that `CHROME_PATH` names, else one where they are installed.
 *
 * @returns null where there is none.
 */
export function findChromium(environment: Readonly<Record<string, string | undefined>>): string | null {
  const named = environment['CHROME_PATH'] ?? '';
  if (named !== '') return existsSync(named) ? named : null;
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const candidates = [
    ...folders.flatMap((folder) => linuxNames.map((name) => path.join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
      const folder = environment[name];
      if (folder === undefined) return [];
      return ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((file) =>
        path.join(folder, file),
      );
    }),
  ];
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}

interface Reply {
  id?: number;
  sessionId?: string;
  method?: string;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** Somebody who waits for an event. */
interface Listener {
  hear(reply: Reply): void;
  fail(error: Error): void;
}

/** A headless browser, spoken to over its pipe by the DevTools protocol. */
export class Chromium {
  readonly #process: ChildProcess;
  readonly #input: Writable;
  readonly #profile: string;
  readonly #waiting = new Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }
  >();
  readonly #listeners = new Set<Listener>();
  #last = 0;
  #closed: Promise<void> | null = null;

  /** @throws when it does not start. */
  static async launch(executable: string): Promise<Chromium> {
    const profile = await mkdtemp(path.join(tmpdir(), 'pressrun-browser-'));
    const browser = new Chromium(executable, profile);
    try {
      await browser.send('Browser.getVersion', {});
      return browser;
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  private constructor(executable: string, profile: string) {
    this.#profile = profile;
    const args = [
      '--headless',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-extensions',
      '--disable-background-networking',
      '--hide-scrollbars',
      '--mute-audio',
      // Chromium refuses to sandbox for root, as in a container.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ];
    this.#process = spawn(executable, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.#input = this.#process.stdio[3] as Writable;
    this.#read(this.#process.stdio[4] as Readable);
    const gone = () => this.#fail(new Error('The browser ended.'));
    this.#process.once('exit', gone);
    this.#process.once('error', gone);
    this.#input.on('error', gone);
  }

  /** @throws when the browser refuses, ends, or takes too long. */
  send(method: string, params: object, sessionId?: string): Promise<Record<string, unknown>> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`The browser did not answer ${method}.`));
      }, patience);
      const settled =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          this.#waiting.delete(id);
          then(value);
        };
      this.#waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
      this.#input.write(`${JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`);
    });
  }

  /** The next event of that name in a session. */
  event(method: string, sessionId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const listener: Listener = {
        hear: (reply) => {
          if (reply.method !== method || reply.sessionId !== sessionId) return;
          end();
          resolve();
        },
        fail: (error) => {
          end();
          reject(error);
        },
      };
      const timer = setTimeout(() => listener.fail(new Error(`The browser did not come to ${method}.`)), patience);
      const end = () => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
      };
      this.#listeners.add(listener);
    });
  }

  async page(): Promise<ChromiumPage> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    await this.send('Page.enable', {}, String(sessionId));
    return new ChromiumPage(this, String(targetId), String(sessionId));
  }

  /** Ends it, whatever it is doing: what is awaited of it is rejected. */
  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    this.#fail(new Error('The browser was closed.'));
    if (this.#process.exitCode === null && this.#process.pid !== undefined) {
      const exit = new Promise((resolve) => this.#process.once('exit', resolve));
      this.#process.kill('SIGKILL');
      await exit;
    }
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  #read(output: Readable): void {
    let pieces: Buffer[] = [];
    output.on('data', (data: Buffer) => {
      let from = 0;
      for (let at = data.indexOf(0); at !== -1; at = data.indexOf(0, from)) {
        pieces.push(data.subarray(from, at));
        this.#take(JSON.parse(Buffer.concat(pieces).toString('utf8')) as Reply);
        pieces = [];
        from = at + 1;
      }
      pieces.push(data.subarray(from));
    });
  }

  #take(reply: Reply): void {
    const waiting = reply.id === undefined ? undefined : this.#waiting.get(reply.id);
    if (waiting === undefined) for (const { hear } of [...this.#listeners]) hear(reply);
    else if (reply.error === undefined) waiting.resolve(reply.result ?? {});
    else waiting.reject(new Error(reply.error.message));
  }

  #fail(error: Error): void {
    for (const { reject } of [...this.#waiting.values()]) reject(error);
    for (const { fail } of [...this.#listeners]) fail(error);
  }
}

export interface PageLook {
  /** In CSS pixels. */
  width: number;
  height: number;
  dark: boolean;
}

/** One page of the browser. */
export class ChromiumPage {
  readonly #browser: Chromium;
  readonly #target: string;
  readonly #session: string;

  constructor(browser: Chromium, target: string, session: string) {
    this.#browser = browser;
    this.#target = target;
    this.#session = session;
  }

  async look({ width, height, dark }: PageLook): Promise<void> {
    await this.#send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
    await this.#send('Emulation.setEmulatedMedia', { features });
  }

  /** Opens an address, and waits until its pictures are there, or will not come. */
  async open(url: string): Promise<void> {
    const loaded = this.#browser.event('Page.loadEventFired', this.#session);
    const [{ errorText }] = await Promise.all([this.#send('Page.navigate', { url }), loaded]);
    if (typeof errorText === 'string' && errorText !== '') throw new Error(`${url}: ${errorText}`);
  }

  /** Runs a script beside the page's own world, which its policy and its scripts cannot reach. */
  async evaluate(expression: string): Promise<unknown> {
    const { frameTree } = (await this.#send('Page.getFrameTree', {})) as { frameTree: { frame: { id: string } } };
    const { executionContextId: contextId } = await this.#send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
    });
    const answer = await this.#send('Runtime.evaluate', {
      expression,
      contextId,
      awaitPromise: true,
      returnByValue: true,
    });
    const { result, exceptionDetails } = answer as { result: { value?: unknown }; exceptionDetails?: { text: string } };
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
    return result.value;
  }

  /** A picture of the whole page, however long, as PNG. */
  async picture(): Promise<Uint8Array> {
    const { cssContentSize } = (await this.#send('Page.getLayoutMetrics', {})) as {
      cssContentSize: { width: number; height: number };
    };
    const clip = { x: 0, y: 0, width: cssContentSize.width, height: Math.min(cssContentSize.height, 16_000), scale: 1 };
    const { data } = await this.#send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true, clip });
    return Buffer.from(String(data), 'base64');
  }

  async close(): Promise<void> {
    await this.#browser.send('Target.closeTarget', { targetId: this.#target });
  }

  #send(method: string, params: object): Promise<Record<string, unknown>> {
    return this.#browser.send(method, params, this.#session);
  }
}
