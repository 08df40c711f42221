import { PressrunError } from '../core/errors.ts';

/** What Lambda tells of one call. */
export interface LambdaContext {
  awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Numbers for CloudWatch, in a log line of the embedded metric format. */
export type Metrics = Record<string, { value: number; unit: 'Count' | 'Seconds' | 'Percent' }>;

/** A structured log line; never an address, never an article. */
export function log(level: 'info' | 'warn' | 'error', stage: string, fields: object): void {
  process.stdout.write(`${JSON.stringify({ level, at: new Date().toISOString(), stage, ...fields })}\n`);
}

/**
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function logMetrics(dimensions: Record<string, string>, metrics: Metrics, fields: object): void {
  const directive = {
    Namespace: 'Pressrun',
    Dimensions: [Object.keys(dimensions)],
    Metrics: Object.entries(metrics).map(([Name, { unit }]) => ({ Name, Unit: unit })),
  };
  const values = Object.fromEntries(Object.entries(metrics).map(([name, { value }]) => [name, value]));
  const line = { _aws: { Timestamp: Date.now(), CloudWatchMetrics: [directive] }, ...dimensions, ...values, ...fields };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/**
 * Wraps a stage as a Lambda handler: logs what it failed of, and gives the state machine an error whose name is the catalogue's code.
 */
export function handler<Event, Answer>(
  stage: string,
  work: (event: Event, context: LambdaContext) => Promise<Answer>,
): (event: Event, context: LambdaContext) => Promise<Answer> {
  return async (event, context) => {
    try {
      return await work(event, context);
    } catch (error) {
      const { code, cause } = error instanceof PressrunError ? error : { code: 'UNEXPECTED', cause: error };
      const message = error instanceof Error ? error.message : String(error);
      const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : undefined;
      log('error', stage, { requestId: context.awsRequestId, code, message, cause: why });
      const named = new Error(message, { cause: error });
      named.name = code;
      throw named;
    }
  };
}
