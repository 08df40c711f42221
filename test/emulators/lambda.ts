import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { VirtualClock } from './virtual-clock.ts';

/** A function as it was deployed. */
export interface DeployedFunction {
  /** The file of its code. */
  entry: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
}

/** What becomes of one invocation, beside what the function itself does. */
export type InvocationFault =
  /** The container dies with the function in mid-air. */
  | { kind: 'kill'; afterMilliseconds: number }
  /** The caller is told that its time is over while the function goes on. */
  | { kind: 'abandon'; afterMilliseconds: number };

export type InvocationResult = { payload: unknown } | { error: { name: string; cause: string } };

const largestPayload = 6 * 1_048_576;

interface Container {
  worker: Worker;
  finish: ((result: InvocationResult) => void) | null;
}

/**
 * Lambda on worker threads: each container loads the deployed bundle, with only its own environment, and takes one event at a time;
 * warm ones are used again; one that is over its time is killed; payloads over 6 MB are refused.
 */
export class LambdaEmulator {
  readonly #functions: Readonly<Record<string, DeployedFunction>>;
  readonly #clock: VirtualClock;
  readonly #idle = new Map<string, Container[]>();
  readonly #all = new Set<Container>();
  readonly logs: string[] = [];
  /** Invocations that are still at work, abandoned ones among them. */
  readonly underWay = new Set<Promise<unknown>>();
  #invocations = 0;

  constructor(functions: Readonly<Record<string, DeployedFunction>>, clock: VirtualClock) {
    this.#functions = functions;
    this.#clock = clock;
  }

  async invoke(name: string, event: unknown, fault: InvocationFault | null = null): Promise<InvocationResult> {
    const text = JSON.stringify(event);
    if (text.length > largestPayload) return failure('Lambda.RequestEntityTooLargeException', 'payload over 6 MB');
    const deployed = this.#functions[name];
    if (deployed === undefined) return failure('Lambda.ResourceNotFoundException', name);
    const container = this.#idle.get(name)?.pop() ?? this.#start(deployed);
    const done = this.#run(name, deployed, container, text, fault?.kind === 'kill' ? fault.afterMilliseconds : null);
    this.underWay.add(done);
    void done.finally(() => this.underWay.delete(done));
    if (fault?.kind !== 'abandon') return done;
    const timeout = new Promise<InvocationResult>((resolve) => {
      setTimeout(() => resolve(failure('States.Timeout', 'the task timed out')), fault.afterMilliseconds);
    });
    return Promise.race([done, timeout]);
  }

  /** Ends every container that is at rest: the next invocations start cold. */
  async cool(): Promise<void> {
    for (const [name, containers] of this.#idle) {
      this.#idle.set(name, []);
      for (const container of containers) {
        this.#all.delete(container);
        await container.worker.terminate();
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map(({ worker }) => worker.terminate()));
  }

  async #run(
    name: string,
    { timeoutSeconds }: DeployedFunction,
    container: Container,
    event: string,
    killAfter: number | null,
  ): Promise<InvocationResult> {
    const id = ++this.#invocations;
    const endsAt = this.#clock.now() + timeoutSeconds * 1_000;
    // Time passes at the clock's pace, and may be put forward: looked at again and again.
    const overtime = setInterval(() => {
      if (this.#clock.now() > endsAt) this.#kill(container, 'Sandbox.Timedout');
    }, 20);
    const killing = killAfter === null ? null : setTimeout(() => this.#kill(container, 'Runtime.ExitError'), killAfter);
    const result = await new Promise<InvocationResult>((resolve) => {
      container.finish = resolve;
      container.worker.postMessage({ id, event, endsAt });
    });
    clearInterval(overtime);
    if (killing !== null) clearTimeout(killing);
    container.finish = null;
    if (this.#all.has(container)) this.#idle.set(name, [...(this.#idle.get(name) ?? []), container]);
    return result;
  }

  #start({ entry, environment }: DeployedFunction): Container {
    const worker = new Worker(new URL('./lambda-worker.mjs', import.meta.url), {
      workerData: { entry: pathToFileURL(entry).href, clock: this.#clock.shared },
      env: environment,
      stdout: true,
    });
    const container: Container = { worker, finish: null };
    this.#all.add(container);
    worker.stdout.on('data', (text: Buffer) => this.logs.push(...text.toString('utf8').split('\n').filter(Boolean)));
    worker.on(
      'message',
      ({ payload, error }: { payload?: string; error?: { errorType: string; errorMessage: string } }) => {
        if (error !== undefined) container.finish?.(failure(error.errorType, error.errorMessage));
        else if ((payload?.length ?? 0) > largestPayload)
          container.finish?.(failure('Function.ResponseSizeTooLarge', ''));
        else container.finish?.({ payload: JSON.parse(payload ?? 'null') });
      },
    );
    worker.on('error', (error) => {
      this.#all.delete(container);
      container.finish?.(failure('Runtime.ImportModuleError', error instanceof Error ? error.message : String(error)));
    });
    return container;
  }

  #kill(container: Container, name: string): void {
    this.#all.delete(container);
    void container.worker.terminate();
    container.finish?.(failure(name, 'the container died'));
  }
}

/** An error as Step Functions gets it: the cause is JSON. */
function failure(errorType: string, errorMessage: string): InvocationResult {
  return { error: { name: errorType, cause: JSON.stringify({ errorType, errorMessage }) } };
}
