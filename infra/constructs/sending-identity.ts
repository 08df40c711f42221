import { Stack } from 'aws-cdk-lib';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  DkimIdentity,
  EasyDkimSigningKeyLength,
  EmailIdentity,
  Identity,
  MailFromBehaviorOnMxFailure,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { isFrom } from '../../core/model/deployment.ts';

export interface SendingIdentityProps {
  /** The domain that newsletters are from. */
  domain: string;
  /** The addresses that newsletters are from; one that is not of the domain is refused, as SES would refuse it. @default none */
  senders?: readonly string[];
  /** Whether to create the identity. An identity is one per account and region, so only one stack may. @default true */
  create?: boolean;
  /** The label of the custom MAIL FROM before the domain. @default 'bounce' */
  mailFrom?: string;
  /** Whom the account may write to while it is in SES's sandbox, besides anyone: addresses, or `@domain`. @default none */
  sandboxRecipients?: readonly string[];
}

/** A record to publish in the domain's DNS. */
export interface DnsRecord {
  type: 'CNAME' | 'MX' | 'TXT';
  name: string;
  value: string;
}

/** The domain that mail is from, with DKIM and a MAIL FROM of its own, and the configuration set that every message is sent with. */
export class SendingIdentity extends Construct {
  readonly configurationSet: ConfigurationSet;
  /** To be published before anything can be sent; empty where the identity is not of this stack. */
  readonly records: readonly DnsRecord[];
  /** The resources that `ses:SendRawEmail` is judged by. */
  readonly sendingArns: readonly string[];

  constructor(scope: Construct, id: string, props: SendingIdentityProps) {
    super(scope, id);
    const { domain, senders = [], create = true, mailFrom = 'bounce', sandboxRecipients = [] } = props;
    for (const address of senders) {
      if (isFrom(domain, address)) continue;
      throw new Error(
        `A newsletter is from ${address}, and the deployment's identity.domain is ${domain}: SES would refuse every message. The address must be of that domain, or of one below it.`,
      );
    }
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      tlsPolicy: ConfigurationSetTlsPolicy.OPTIONAL,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    const records: DnsRecord[] = [];
    if (create) {
      const identity = new EmailIdentity(this, 'Identity', {
        identity: Identity.domain(domain),
        dkimIdentity: DkimIdentity.easyDkim(EasyDkimSigningKeyLength.RSA_2048_BIT),
        mailFromDomain: `${mailFrom}.${domain}`,
        mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
        // Bounces come as events; a copy by mail to the From address would go to a person.
        feedbackForwarding: false,
      });
      const { region } = Stack.of(this);
      records.push(
        ...identity.dkimRecords.map(({ name, value }): DnsRecord => ({ type: 'CNAME', name, value })),
        { type: 'MX', name: `${mailFrom}.${domain}`, value: `10 feedback-smtp.${region}.amazonses.com` },
        { type: 'TXT', name: `${mailFrom}.${domain}`, value: '"v=spf1 include:amazonses.com ~all"' },
        { type: 'TXT', name: `_dmarc.${domain}`, value: `"v=DMARC1; p=none; rua=mailto:dmarc@${domain}"` },
      );
    }
    this.records = records;
    // SES judges by the identity that fits the From address best, which may be a single address of the domain; in the
    // sandbox it judges by the recipient's too.
    const identities = [domain, `*@${domain}`, ...sandboxRecipients.flatMap(identityOf)];
    const arn = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
    this.sendingArns = [
      ...[...new Set(identities)].map((name) => arn('identity', name)),
      arn('configuration-set', this.configurationSet.configurationSetName),
    ];
  }
}

function identityOf(recipient: string): string[] {
  return recipient.startsWith('@') ? [recipient.slice(1), `*${recipient}`] : [recipient];
}
