import jsonata from 'jsonata';
import type { InvocationResult } from './lambda.ts';
import type { VirtualClock } from './virtual-clock.ts';

// biome-ignore lint/suspicious/noExplicitAny: a state machine's definition is JSON, read field by field
type Json = any;

/** What the interpreter asks of the rest of the cloud. */
export interface StepFunctionsWorld {
  clock: VirtualClock;
  /** By the name or ARN in the definition. `path` names the state, within its map's child where it is in one. */
  invoke(functionName: string, payload: Json, path: string): Promise<InvocationResult>;
  /** An object of S3. */
  read(bucket: string, key: string): Promise<Uint8Array | null>;
  /** How often each child of a map is run: at least once. Default: once. */
  childRuns?(index: number): number;
}

export interface Execution {
  status: 'SUCCEEDED' | 'FAILED';
  error?: { Error: string; Cause: string };
  /** The names of the states of the main line, in order. */
  path: string[];
  children: { succeeded: number; failed: number };
}

const largestState = 256 * 1_024;
/** What a distributed map does when nothing bounds it. */
const unboundedConcurrency = 10_000;

class StateError extends Error {
  readonly error: string;
  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/**
 * Runs a definition in the Amazon States Language, JSONata and Distributed Map among it, as far as the definitions of this project
 * go; anything else is refused. It keeps what Step Functions would not forgive: 256 KiB a state, a tolerated failure of 0 % and 10,000
 * at once unless the definition says otherwise, variables that a child of a map cannot see, JSONata that yields nothing, and children that
 * run at least once.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export class StateMachineEmulator {
  readonly #definition: Json;
  readonly #world: StepFunctionsWorld;
  readonly #children = { succeeded: 0, failed: 0 };
  /** The most children that were ever under way at once. */
  peakConcurrency = 0;

  constructor(definition: Json, world: StepFunctionsWorld) {
    if (definition.QueryLanguage !== 'JSONata') throw new Error('The interpreter knows JSONata only.');
    this.#definition = definition;
    this.#world = world;
  }

  async execute(input: Json): Promise<Execution> {
    const path: string[] = [];
    try {
      await this.#run(this.#definition, input, {}, '', path);
      return { status: 'SUCCEEDED', path, children: this.#children };
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      return { status: 'FAILED', error: { Error: error.error, Cause: error.message }, path, children: this.#children };
    }
  }

  async #run(machine: Json, input: Json, context: Json, prefix: string, path: string[]): Promise<Json> {
    const variables: Record<string, Json> = {};
    let name: string = machine.StartAt;
    let data = input;
    for (let transitions = 0; ; transitions += 1) {
      if (transitions > 5_000) throw new Error(`${name}: more states than an execution's history holds.`);
      const state = machine.States[name];
      if (state === undefined) throw new Error(`There is no state ${name}.`);
      path.push(name);
      const scope = new Scope(data, variables, context);
      const step = await this.#withRetries(state, `${prefix}${name}`, scope);
      Object.assign(variables, step.assign);
      data = fits(step.output, name);
      if (step.next === null) return data;
      name = step.next;
    }
  }

  async #withRetries(state: Json, path: string, scope: Scope): Promise<Step> {
    const tries = new Map<Json, number>();
    for (;;) {
      try {
        return await this.#enter(state, path, scope);
      } catch (error) {
        if (!(error instanceof StateError) || state.Type === 'Fail') throw error;
        const retry = (state.Retry ?? []).find((each: Json) => matches(each.ErrorEquals, error.error));
        const before = tries.get(retry) ?? 0;
        if (retry !== undefined && before < (retry.MaxAttempts ?? 3)) {
          tries.set(retry, before + 1);
          const seconds = (retry.IntervalSeconds ?? 1) * (retry.BackoffRate ?? 2) ** before;
          this.#world.clock.advanceTo(this.#world.clock.now() + seconds * 1_000);
          continue;
        }
        const caught = (state.Catch ?? []).find((each: Json) => matches(each.ErrorEquals, error.error));
        if (caught === undefined) throw error;
        const errorOutput = { Error: error.error, Cause: error.message };
        const inner = scope.with({ errorOutput });
        return {
          output: caught.Output === undefined ? errorOutput : await inner.evaluate(caught.Output),
          assign: await inner.evaluate(caught.Assign ?? {}),
          next: caught.Next,
        };
      }
    }
  }

  async #enter(state: Json, path: string, scope: Scope): Promise<Step> {
    switch (state.Type) {
      case 'Pass':
      case 'Succeed':
        return this.#leave(state, scope, scope.input);
      case 'Fail':
        throw new StateError(await scope.evaluate(state.Error), await scope.evaluate(state.Cause));
      case 'Wait': {
        const until = Date.parse(await scope.evaluate(state.Timestamp));
        if (Number.isNaN(until)) throw new StateError('States.QueryEvaluationError', 'a timestamp is ISO 8601');
        this.#world.clock.advanceTo(until);
        return this.#leave(state, scope, scope.input);
      }
      case 'Choice':
        for (const choice of state.Choices) {
          const holds = await scope.evaluate(choice.Condition);
          if (typeof holds !== 'boolean') throw new StateError('States.QueryEvaluationError', choice.Condition);
          if (holds) return { output: scope.input, assign: {}, next: choice.Next };
        }
        if (state.Default === undefined) throw new StateError('States.NoChoiceMatched', path);
        return { output: scope.input, assign: {}, next: state.Default };
      case 'Task':
        return this.#task(state, path, scope);
      case 'Map':
        return this.#map(state, path, scope);
      default:
        throw new Error(`The interpreter knows no state of type ${state.Type}.`);
    }
  }

  async #task(state: Json, path: string, scope: Scope): Promise<Step> {
    if (!/:states:::lambda:invoke$/.test(state.Resource)) throw new Error(`Unknown resource ${state.Resource}`);
    const { FunctionName, Payload } = await scope.evaluate(state.Arguments);
    const answer = await this.#world.invoke(FunctionName, fits(Payload, path), path);
    if ('error' in answer) throw new StateError(answer.error.name, answer.error.cause);
    const result = { ExecutedVersion: '$LATEST', StatusCode: 200, Payload: answer.payload };
    return this.#leave(state, scope.with({ result: fits(result, path) }), result);
  }

  async #map(state: Json, path: string, scope: Scope): Promise<Step> {
    if (state.ItemProcessor.ProcessorConfig.Mode !== 'DISTRIBUTED') throw new Error('The map is not distributed.');
    const { Bucket, Key } = await scope.evaluate(state.ItemReader.Arguments);
    if (state.ItemReader.ReaderConfig.InputType !== 'JSONL') throw new Error('The reader reads JSON Lines only.');
    const bytes = await this.#world.read(Bucket, Key);
    if (bytes === null) throw new StateError('States.ItemReaderFailed', `${Bucket}/${Key}`);
    const lines = new TextDecoder().decode(bytes).split('\n').filter(Boolean);
    const inputs: Json[] = [];
    for (const [Index, line] of lines.entries()) {
      const item = scope.in({ Map: { Item: { Index, Value: JSON.parse(line) } } });
      inputs.push(fits(await item.evaluate(state.ItemSelector), path));
    }
    const concurrency = await this.#concurrency(state, scope);
    const runs = inputs.flatMap((input, index) => Array(this.#world.childRuns?.(index) ?? 1).fill({ input, index }));
    const outputs: Json[] = [];
    let failed = 0;
    let next = 0;
    let underWay = 0;
    const worker = async (): Promise<void> => {
      while (next < runs.length) {
        const { input, index } = runs[next++];
        underWay += 1;
        this.peakConcurrency = Math.max(this.peakConcurrency, underWay);
        try {
          // A child is an execution of its own: it sees its input, and none of the variables outside.
          outputs.push(await this.#run(state.ItemProcessor, input, {}, `${path}[${index}]/`, []));
          this.#children.succeeded += 1;
        } catch (error) {
          if (!(error instanceof StateError)) throw error;
          failed += 1;
          this.#children.failed += 1;
        }
        underWay -= 1;
      }
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, runs.length) }, worker));
    const tolerated = state.ToleratedFailurePercentage ?? 0;
    if ((failed / Math.max(1, runs.length)) * 100 > tolerated) {
      throw new StateError('States.ExceedToleratedFailureThreshold', `${failed} of ${runs.length} children failed`);
    }
    if (JSON.stringify(outputs).length > largestState && state.ResultWriter === undefined) {
      throw new StateError('States.DataLimitExceeded', 'the collected output is over 256 KiB');
    }
    return this.#leave(state, scope.with({ result: outputs }), outputs);
  }

  async #concurrency(state: Json, scope: Scope): Promise<number> {
    if (state.MaxConcurrency === undefined) return unboundedConcurrency;
    const asked = await scope.evaluate(state.MaxConcurrency);
    if (!Number.isInteger(asked) || asked < 0) throw new StateError('States.QueryEvaluationError', 'MaxConcurrency');
    return asked === 0 ? unboundedConcurrency : asked;
  }

  async #leave(state: Json, scope: Scope, otherwise: Json): Promise<Step> {
    return {
      output: state.Output === undefined ? otherwise : await scope.evaluate(state.Output),
      assign: await scope.evaluate(state.Assign ?? {}),
      next: state.Type === 'Succeed' || state.End === true ? null : state.Next,
    };
  }
}

interface Step {
  output: Json;
  assign: Record<string, Json>;
  next: string | null;
}

/** What an expression may see. */
class Scope {
  readonly input: Json;
  readonly #variables: Record<string, Json>;
  readonly #context: Json;
  readonly #states: Json;

  constructor(input: Json, variables: Record<string, Json>, context: Json, states: Json = {}) {
    this.input = input;
    this.#variables = variables;
    this.#context = context;
    this.#states = states;
  }

  with(states: Json): Scope {
    return new Scope(this.input, this.#variables, this.#context, { ...this.#states, ...states });
  }

  in(context: Json): Scope {
    return new Scope(this.input, this.#variables, { ...this.#context, ...context }, this.#states);
  }

  /** JSON with every `{% … %}` in it evaluated; one that yields nothing is an error, as Step Functions has it. */
  async evaluate(template: Json): Promise<Json> {
    if (Array.isArray(template)) return Promise.all(template.map((each) => this.evaluate(each)));
    if (typeof template === 'object' && template !== null) {
      const entries = Object.entries(template).map(async ([key, value]) => [key, await this.evaluate(value)]);
      return Object.fromEntries(await Promise.all(entries));
    }
    if (typeof template !== 'string' || !/^\{%.*%\}$/s.test(template)) return template;
    const states = { input: this.input, context: this.#context, ...this.#states };
    let value: Json;
    try {
      value = await jsonata(template.slice(2, -2)).evaluate({}, { ...this.#variables, states });
    } catch (error) {
      throw new StateError('States.QueryEvaluationError', `${template}: ${(error as { message?: string }).message}`);
    }
    if (value === undefined) throw new StateError('States.QueryEvaluationError', `${template} yields nothing`);
    return JSON.parse(JSON.stringify(value));
  }
}

function matches(patterns: readonly string[], error: string): boolean {
  return patterns.some(
    (pattern) =>
      pattern === error ||
      pattern === 'States.ALL' ||
      (pattern === 'States.TaskFailed' && error !== 'States.Timeout' && !error.startsWith('States.Query')),
  );
}

function fits(value: Json, where: string): Json {
  const bytes = Buffer.byteLength(JSON.stringify(value ?? null));
  if (bytes > largestState) throw new StateError('States.DataLimitExceeded', `${where}: ${bytes} bytes`);
  return value;
}
