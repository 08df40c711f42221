import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:https';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { SesMailer } from '../adapters/aws/ses-mailer.ts';
import { editionTag } from '../core/model/edition.ts';
import type { ComposedMessage, MessageRecipient, OutgoingMessage } from '../core/model/message.ts';
import { compileMessagePlan, composeMessage } from '../core/stages/compose.ts';
import { forkSesEmulator } from '../test/emulators/ses-emulator-fork.ts';
import { mailComposerOf } from './compose.ts';
import { type BenchResult, compare, peakRssMb, rounded } from './measure.ts';
import { envelope, sampleEdition, sampleRecipients } from './sample-edition.ts';

const concurrency = 16;
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const region = 'us-east-1';

/**
 * Composing and handing over to SES, over TLS, to the emulator in another process: the mailer against MailComposer and the SDK as it
 * comes, and against a floor that signs by hand and sends with node:https, with no SDK at all. CPU of this process alone.
 */
export async function run(): Promise<BenchResult> {
  const ses = await forkSesEmulator({ forgetBytes: true });
  const recipients = sampleRecipients(1_000);
  const plan = compileMessagePlan(sampleEdition(), envelope);
  const reference = mailComposerOf();
  const mailer = new SesMailer({
    region,
    credentials,
    concurrency,
    endpoint: ses.url,
    certificateAuthority: ses.certificate ?? '',
  });
  const requestHandler = { httpsAgent: { ca: ses.certificate ?? '', maxSockets: concurrency } };
  const client = new SESClient({ region, credentials, endpoint: ses.url, requestHandler });
  const floor = handSigned(new URL(ses.url), ses.certificate ?? '');
  let accepted = 0;

  const rates = await compare(
    {
      mailer: inParallel(async (recipient, number) => {
        const answer = await mailer.send(outgoingTo(recipient, number, composeMessage(plan, recipient)));
        assert.ok(answer.kind === 'response' && answer.providerMessageId !== null, JSON.stringify(answer));
        accepted += 1;
      }),
      mailComposer: inParallel(async (recipient, number) => {
        const Data = await reference(recipient);
        const output = await client.send(
          new SendRawEmailCommand({ ...inputTo(recipient, number), RawMessage: { Data } }),
        );
        assert.ok(output.MessageId);
        accepted += 1;
      }),
      floor: inParallel(async (recipient, number) => {
        await floor(recipient, number, composeMessage(plan, recipient));
        accepted += 1;
      }),
      planAndSdk: inParallel(async (recipient, number) => {
        const Data = composeMessage(plan, recipient).bytes();
        const output = await client.send(
          new SendRawEmailCommand({ ...inputTo(recipient, number), RawMessage: { Data } }),
        );
        assert.ok(output.MessageId);
        accepted += 1;
      }),
    },
    { rounds: 7, secondsATurn: 0.6 },
  );
  assert.equal((await ses.accepted()).length, accepted);
  mailer.close();
  client.destroy();
  await ses.close();
  return {
    name: 'deliver-ses',
    figure: rounded(rates.mailer),
    unit: 'messages a CPU second',
    baseline: rounded(rates.mailComposer),
    ratio: rounded(rates.mailer / rates.mailComposer),
    peakRssMb: peakRssMb(),
    extra: {
      'signed by hand, without the SDK, a CPU second': rounded(rates.floor),
      'of that floor': rounded(rates.mailer / rates.floor),
      'the plan and the SDK as it comes, a CPU second': rounded(rates.planAndSdk),
      'milliseconds of CPU a message': rounded(1_000 / rates.mailer),
    },
  };

  function inParallel(send: (recipient: MessageRecipient, number: number) => Promise<void>) {
    return async (count: number) => {
      let next = 0;
      const one = async () => {
        while (next < count) {
          const number = next++;
          await send(recipients[number % recipients.length] as MessageRecipient, number);
        }
      };
      await Promise.all(Array.from({ length: concurrency }, one));
    };
  }
}

function outgoingTo(recipient: MessageRecipient, number: number, message: ComposedMessage): OutgoingMessage {
  const { subscriberId, messageId, email } = recipient;
  return {
    ...{ editionId: 'world-brief/2026-11-23', newsletter: 'world-brief', subscriberId, messageId, message },
    ...{ attemptId: `attempt-${number}`, from: envelope.from.address, to: email },
  };
}

function tagsTo(recipient: MessageRecipient, number: number): { Name: string; Value: string }[] {
  const edition = editionTag('world-brief/2026-11-23');
  return [
    { Name: 'edition', Value: edition },
    { Name: 'recipient', Value: recipient.subscriberId },
    { Name: 'attempt', Value: `attempt-${number}` },
    { Name: 'ses:feedback-id-a', Value: edition },
    { Name: 'ses:feedback-id-b', Value: 'world-brief' },
  ];
}

function inputTo(recipient: MessageRecipient, number: number) {
  return { Source: envelope.from.address, Destinations: [recipient.email], Tags: tagsTo(recipient, number) };
}

/** SigV4 and one write, and nothing that SES does not ask for. */
function handSigned(url: URL, ca: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency, ca });
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const scope = `${day}/${region}/ses/aws4_request`;
  const key = [day, region, 'ses', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${credentials.secretAccessKey}`,
  );
  return (recipient: MessageRecipient, number: number, message: ComposedMessage): Promise<void> => {
    const parameters = new URLSearchParams({
      Action: 'SendRawEmail',
      Version: '2010-12-01',
      Source: envelope.from.address,
      'Destinations.member.1': recipient.email,
    });
    for (const [index, { Name, Value }] of tagsTo(recipient, number).entries()) {
      parameters.set(`Tags.member.${index + 1}.Name`, Name);
      parameters.set(`Tags.member.${index + 1}.Value`, Value);
    }
    const body = message.formValue?.(`${parameters}&RawMessage.Data=`) ?? new Uint8Array();
    const instant = `${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`;
    const hash = createHash('sha256').update(body).digest('hex');
    const canonical = `POST\n/\n\nhost:${url.host}\nx-amz-date:${instant}\n\nhost;x-amz-date\n${hash}`;
    const toSign = `AWS4-HMAC-SHA256\n${instant}\n${scope}\n${createHash('sha256').update(canonical).digest('hex')}`;
    const signature = createHmac('sha256', key).update(toSign).digest('hex');
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          ...{ method: 'POST', host: url.hostname, port: url.port, path: '/', agent },
          headers: {
            host: url.host,
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': body.length,
            'x-amz-date': instant,
            authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
          },
        },
        (incoming) => {
          let text = '';
          incoming.setEncoding('latin1');
          incoming.on('data', (chunk: string) => {
            text += chunk;
          });
          incoming.on('end', () => (text.includes('<MessageId>') ? resolve() : reject(new Error(text))));
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  };
}
