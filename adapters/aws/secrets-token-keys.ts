import { randomBytes } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { PressrunError } from '../../core/errors.ts';
import type { RotatingTokenKeys } from '../../core/ports.ts';
import { freshKey } from '../../core/text/token.ts';

const keySchema = z.object({
  id: z.string().regex(/^[a-z0-9]{1,16}$/),
  secret: z.string().regex(/^[A-Za-z0-9_-]{43,64}$/),
  createdAt: z.iso.datetime().optional(),
});
const secretSchema = z.union([
  z.object({ keys: z.array(keySchema).min(1) }),
  keySchema.transform((key) => ({ keys: [key] })),
]);

/**
 * The keys behind readers' links in one secret of Secrets Manager: `{ "keys": [ { "id", "secret", "createdAt" }, … ] }`, the newest
 * first, or the one key `{ "id", "secret" }` that a fresh deployment makes. A secret is 43 to 64 characters, used as they stand.
 *
 * @example const keys = await createSecretsTokenKeys(client, arn).all();
 */
export function createSecretsTokenKeys(client: SecretsManagerClient, secretId: string): RotatingTokenKeys {
  const load = async () => {
    let value: string | undefined;
    try {
      value = (await client.send(new GetSecretValueCommand({ SecretId: secretId }))).SecretString;
    } catch (cause) {
      throw new PressrunError('STORE_UNAVAILABLE', 'The secret with the token keys cannot be read.', { cause });
    }
    try {
      return secretSchema.parse(JSON.parse(value ?? '')).keys;
    } catch {
      // No cause: it could quote a secret.
      throw new PressrunError('STORE_CORRUPT', 'The secret does not hold token keys; put its previous version back.');
    }
  };
  return {
    async all() {
      return (await load()).map(({ id, secret, createdAt }) => ({
        id,
        secret: new TextEncoder().encode(secret),
        createdAt: createdAt ?? null,
      }));
    },
    async rotate() {
      const standing = await load();
      const fresh = freshKey(randomBytes(36), Date.now());
      const SecretString = JSON.stringify({ keys: [fresh, ...standing] });
      try {
        await client.send(new PutSecretValueCommand({ SecretId: secretId, SecretString }));
      } catch (cause) {
        throw new PressrunError('STORE_UNAVAILABLE', 'The secret with the token keys cannot be written.', { cause });
      }
      return fresh.id;
    },
  };
}
