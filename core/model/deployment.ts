import { z } from 'zod';
import type { Config } from './config.ts';
import { addressSchema, normaliseAddress } from './mailbox.ts';

/** The one deployment that may write to anybody. */
export const productionName = 'prod';

/** SES's mailbox simulator: what is sent there reaches nobody and costs no reputation. */
export const simulatorDomain = 'simulator.amazonses.com';

/** How long the sending function may run, in seconds: a claim older than this has no living worker. */
export const sendFunctionSeconds = 900;

/** How long one run of an edition may take, in days: it waits for the daily quota as long as its audience needs. */
export const longestRunDays = 14;

const domainSchema = z
  .string()
  .refine((value) => normaliseAddress(`x@${value}`) === `x@${value}`, 'a domain is such as news.example.org');

/** `@domain`, or a whole address. */
const allowedRecipientSchema = z
  .string()
  .refine(
    (value) => normaliseAddress(value.startsWith('@') ? `x${value}` : value) !== null,
    'an allowed recipient is an address, or @domain',
  );

/** One placing of the newsletters on AWS, such as `dev` or `prod`. The values shown are the defaults. */
export const deploymentSchema = z.strictObject({
  /** Such as `eu-west-1`. */
  region: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'a region is such as eu-west-1'),
  /** Refuses any other account. Default: the account of whoever deploys. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'an account is twelve digits')
    .optional(),
  /** The SES identity: the domain that newsletters are from. */
  identity: z.strictObject({
    domain: domainSchema,
    /** False: it is there already. An identity is one per account and region, and a stack that creates it again fails. */
    create: z.boolean().default(true),
    /** The custom MAIL FROM is this label before the domain. */
    mailFrom: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'a label is letters, digits and "-"')
      .default('bounce'),
  }),
  /** Whom a deployment other than `prod` may write to: addresses, or `@domain`. `prod` writes to anybody. */
  allowRecipients: z.array(allowedRecipientSchema).default([`@${simulatorDomain}`]),
  /** Who is told of alarms; null: only the topic is there. */
  alarmsTo: addressSchema.nullable().default(null),
  /** Whether readers' Send and Delivery events are recorded. Without them a lost answer stays uncertain until a person decides. */
  recordDeliveries: z.boolean().default(true),
  /** How long entries of the ledger are kept. */
  ledgerKeepDays: z.int().min(30).max(3_650).default(180),
  /** How long logs are kept: one of the numbers that CloudWatch knows. */
  logDays: z.literal([7, 14, 30, 60, 90, 180, 365]).default(30),
});

export type Deployment = z.infer<typeof deploymentSchema>;

/** Deployments by name. */
export const deploymentsSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9-]{0,19}$/, 'a deployment’s name is up to 20 of a-z, 0-9 and "-"'),
  deploymentSchema,
);

/**
 * Whether a deployment may write to an address.
 *
 * @param name - the deployment's.
 * @param email - normalised.
 * @example mayWriteTo('dev', { allowRecipients: ['@simulator.amazonses.com'] }, 'success@simulator.amazonses.com') // true
 */
export function mayWriteTo(name: string, deployment: Pick<Deployment, 'allowRecipients'>, email: string): boolean {
  if (name === productionName) return true;
  const address = email.toLowerCase();
  return deployment.allowRecipients.some((allowed) => {
    const pattern = allowed.toLowerCase();
    return pattern.startsWith('@') ? address.endsWith(pattern) : address === pattern;
  });
}

/**
 * Whether the identity of a domain lets an address be written from: it stands for the domains below it too.
 *
 * @example isFrom('example.org', 'brief@news.example.org') // true
 */
export function isFrom(domain: string, address: string): boolean {
  const host = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return host === domain || host.endsWith(`.${domain}`);
}

/** What `deploy` freezes for the functions: the config as resolved, and which deployment it is. */
export interface FrozenConfig {
  name: string;
  deployment: Deployment;
  config: Config;
}
