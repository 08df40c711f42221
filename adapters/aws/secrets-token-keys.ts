import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { PressrunError } from '../../core/errors.ts';
import type { TokenKeys } from '../../core/ports.ts';

const keySchema = z.object({
  id: z.string().regex(/^[a-z0-9]{1,16}$/),
  secret: z.string().regex(/^[A-Za-z0-9_-]{43,64}$/),
});
const secretSchema = z.union([
  z.object({ keys: z.array(keySchema).min(1) }),
  keySchema.transform((key) => ({ keys: [key] })),
]);

/**
 * The keys behind readers' links in one secret of Secrets Manager: `{ "keys": [ { "id", "secret" }, … ] }`, the newest first, or the one
 * key `{ "id", "secret" }` that a fresh deployment makes. A secret is 43 to 64 characters, used as they stand.
 *
 * @example const tokens = createTokens(await createSecretsTokenKeys(client, arn).all());
 */
export function createSecretsTokenKeys(client: SecretsManagerClient, secretId: string): TokenKeys {
  return {
    async all() {
      let value: string | undefined;
      try {
        value = (await client.send(new GetSecretValueCommand({ SecretId: secretId }))).SecretString;
      } catch (cause) {
        throw new PressrunError('STORE_UNAVAILABLE', 'The secret with the token keys cannot be read.', { cause });
      }
      try {
        const { keys } = secretSchema.parse(JSON.parse(value ?? ''));
        return keys.map(({ id, secret }) => ({ id, secret: new TextEncoder().encode(secret) }));
      } catch {
        // No cause: it could quote a secret.
        throw new PressrunError('STORE_CORRUPT', 'The secret does not hold token keys; put its previous version back.');
      }
    },
  };
}
