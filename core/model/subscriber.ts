import { z } from 'zod';
import { addressSchema } from './mailbox.ts';
import { instantSchema, languageSchema, slugSchema, timeZoneSchema } from './scalars.ts';

export const subscriptionStatuses = ['pending', 'active', 'unsubscribed'] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** A person's standing record. */
export const subscriberSchema = z.strictObject({
  /** Opaque; says nothing of the person. */
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  /** Normalised; unique among subscribers, the local part compared without regard to case. */
  email: addressSchema,
  newsletters: z.array(
    z.strictObject({ slug: slugSchema, status: z.enum(subscriptionStatuses), since: instantSchema }),
  ),
  /** The CSV's other columns, under their own names. */
  attributes: z.record(z.string(), z.string()),
  locale: languageSchema.nullable(),
  timeZone: timeZoneSchema.nullable(),
  consent: z.strictObject({ source: z.string(), at: instantSchema }).nullable(),
  createdAt: instantSchema,
});

export type Subscriber = z.infer<typeof subscriberSchema>;
