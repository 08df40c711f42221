/** What is sent in a month, and how. */
export interface CostInput {
  subscribers: number;
  editionsPerMonth: number;
  newsletters: number;
  /** Messages a second that a run takes. */
  ratePerSecond: number;
  /** Whether SES's Send and Delivery events are recorded. */
  recordDeliveries: boolean;
  /** Articles in the store when an edition is made. */
  articles: number;
  /** Whether the functions run behind an account that uses its always-free allowances for nothing else. */
  withFreeAllowances: boolean;
}

/** One thing that is paid for. */
export interface CostLine {
  part:
    | 'DynamoDB'
    | 'Lambda'
    | 'SNS'
    | 'SQS'
    | 'Step Functions'
    | 'S3'
    | 'Secrets Manager'
    | 'CloudWatch'
    | 'API Gateway';
  what: string;
  quantity: number;
  unit: string;
  /** Dollars for one unit. */
  price: number;
  /** Units that no account ever pays for. */
  free: number;
  dollars: number;
  /** What is lost with it. Null: nothing works without it. */
  without: string | null;
}

export interface MonthlyCost {
  input: CostInput;
  lines: CostLine[];
  /** All lines. SES is apart. */
  dollars: number;
  /** Of SES, à la carte. */
  sesDollars: number;
}

export const costDefaults: Omit<CostInput, 'subscribers' | 'editionsPerMonth'> = {
  newsletters: 1,
  ratePerSecond: 50,
  recordDeliveries: true,
  articles: 500,
  withFreeAllowances: true,
};

const million = 1_000_000;

/**
 * List prices of us-east-1, in dollars, read in November 2026.
 *
 * @see https://aws.amazon.com/pricing/
 */
export const prices = {
  sesMessage: 0.1 / 1_000,
  dynamoWrite: 0.625 / million,
  dynamoRead: 0.125 / million,
  dynamoGigabyteMonth: 0.25,
  dynamoBackupGigabyteMonth: 0.2,
  lambdaRequest: 0.2 / million,
  /** arm64. */
  lambdaGigabyteSecond: 0.0000133334,
  snsPublish: 0.5 / million,
  sqsRequest: 0.4 / million,
  stateTransition: 0.025 / 1_000,
  s3Put: 0.005 / 1_000,
  s3Get: 0.0004 / 1_000,
  s3GigabyteMonth: 0.023,
  secretMonth: 0.4,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  metricMonth: 0.3,
  logGigabyte: 0.5,
  httpRequest: 1 / million,
} as const;

// How often the adapters call, a message. test/core/stages/cost.test.ts counts the same in an executed run.
const claimAndRecord = 2;
/** The record and the bar of each, strongly consistent; and the entry once, when a batch is begun. */
const readsAMessage = 3;
/** Whole passes over the entries, at about 13 in a read unit: settle makes four of them, report one. */
const passesAnEntry = 5 / 13;
const subscriberBytes = 1_200;
const ledgerBytes = 300;
const feedbackBytes = 700;
/** The default of a deployment's `ledgerKeepDays`, 180. */
const monthsKept = 6;
const alarms = 11;
const metricsANewsletter = 6;
/** Calls of SQS a message: one in, a tenth to receive, a tenth to delete. */
const queueCalls = 1.2;
/** Lambda's five pollers ask every twenty seconds, whether anything is there or not. */
const emptyPolls = (5 * 30 * 86_400) / 20;

/**
 * What a month costs on AWS, SES apart, line by line: quantities follow from the design (two writes a message, whatever else), prices are
 * AWS's list.
 *
 * @example monthlyCost({ ...costDefaults, subscribers: 100_000, editionsPerMonth: 22 }).dollars
 */
export function monthlyCost(input: CostInput): MonthlyCost {
  const messages = input.subscribers * input.editionsPerMonth;
  const events = input.recordDeliveries ? messages * 2 : messages * 0.01;
  const workers = Math.max(1, Math.ceil(input.ratePerSecond / 200));
  const batches =
    input.editionsPerMonth * Math.ceil(input.subscribers / Math.min(20_000, (input.ratePerSecond / workers) * 300));
  const sendSeconds = messages / (input.ratePerSecond / workers);
  const selectSeconds = input.editionsPerMonth * Math.max(1, input.subscribers / 20_000);
  const lines: CostLine[] = [];
  const add = (
    part: CostLine['part'],
    what: string,
    quantity: number,
    unit: string,
    price: number,
    { free = 0, without = null }: { free?: number; without?: string | null } = {},
  ) => {
    const paid = Math.max(0, quantity - (input.withFreeAllowances ? free : 0));
    lines.push({ part, what, quantity, unit, price, free, dollars: paid * price, without });
  };
  const evidence = 'Lost answers stay uncertain until a person decides, and nobody knows what was delivered.';

  add('DynamoDB', 'claim and outcome of every message', messages * claimAndRecord, 'writes', prices.dynamoWrite);
  add('DynamoDB', 'who a recipient is right before the claim', messages * readsAMessage, 'reads', prices.dynamoRead);
  add('DynamoDB', 'settling, counting, reporting', messages * passesAnEntry, 'reads', prices.dynamoRead);
  add('DynamoDB', 'events, each kept once', events, 'writes', prices.dynamoWrite, { without: evidence });
  add('DynamoDB', 'events, looked up in the ledger', events / 2, 'reads', prices.dynamoRead, { without: evidence });
  add('DynamoDB', 'deliveries, compared with the bars on addresses', events / 2, 'reads', prices.dynamoRead, {
    without: evidence,
  });
  const gigabytes = (messages * monthsKept * (ledgerBytes + (input.recordDeliveries ? feedbackBytes : 0))) / 1e9;
  add('DynamoDB', 'ledger and feedback, kept 180 days', gigabytes, 'GB', prices.dynamoGigabyteMonth, {
    free: 25,
    without: 'ledgerKeepDays may be as low as 30; reports of older editions then go.',
  });
  add(
    'DynamoDB',
    'readers, and back to any second of 35 days',
    (input.subscribers * subscriberBytes) / 1e9,
    'GB',
    prices.dynamoGigabyteMonth + prices.dynamoBackupGigabyteMonth,
  );
  add('Lambda', 'sending, 1 GB', sendSeconds, 'GB-seconds', prices.lambdaGigabyteSecond, { free: 400_000 });
  add('Lambda', 'recording events, 0.5 GB', (events / 100) * 0.5, 'GB-seconds', prices.lambdaGigabyteSecond, {
    without: evidence,
  });
  add(
    'Lambda',
    'everything else',
    input.editionsPerMonth * 20 + selectSeconds * 1.73,
    'GB-seconds',
    prices.lambdaGigabyteSecond,
  );
  add('Lambda', 'calls', events / 100 + batches * 2 + input.editionsPerMonth * 8, 'calls', prices.lambdaRequest, {
    free: million,
  });
  add('SNS', 'events of SES', events, 'events', prices.snsPublish, { free: million, without: evidence });
  add('SQS', 'events of SES', events * queueCalls + emptyPolls, 'calls', prices.sqsRequest, {
    free: million,
    without: evidence,
  });
  add(
    'Step Functions',
    'steps of runs',
    input.editionsPerMonth * 20 + batches * 4,
    'transitions',
    prices.stateTransition,
    {
      free: 4_000,
    },
  );
  add('S3', 'articles read', input.editionsPerMonth * input.articles, 'reads', prices.s3Get);
  add(
    'S3',
    'articles and archive written',
    input.articles * 4 + batches * 2 + input.editionsPerMonth * 10,
    'writes',
    prices.s3Put,
  );
  add('S3', 'articles and archive kept', 1 + (messages * 25) / 1e9, 'GB', prices.s3GigabyteMonth);
  add('Secrets Manager', 'keys of readers’ links', 1, 'secrets', prices.secretMonth);
  add('CloudWatch', 'alarms', alarms, 'alarms', prices.alarmMonth, {
    free: 10,
    without: 'Nobody is told of a held run or of a reputation that sinks.',
  });
  add('CloudWatch', 'dashboard', 1, 'dashboards', prices.dashboardMonth, {
    free: 3,
    without: '`pressrun status` and `report` say the same.',
  });
  add('CloudWatch', 'metrics', metricsANewsletter * input.newsletters, 'metrics', prices.metricMonth, { free: 10 });
  add('CloudWatch', 'logs', 0.05 + batches * 1e-6 + events * 1e-8, 'GB', prices.logGigabyte, { free: 5 });
  add('API Gateway', 'readers’ pages', messages * 0.005, 'requests', prices.httpRequest);
  const dollars = lines.reduce((sum, line) => sum + line.dollars, 0);
  return { input, lines, dollars, sesDollars: messages * prices.sesMessage };
}
