import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

export interface StorageProps {
  /** What becomes of articles, archive, readers and keys with the stack. @default RemovalPolicy.RETAIN */
  dataRemovalPolicy?: RemovalPolicy;
}

/**
 * What is kept: articles and archive in buckets, readers and ledger in tables, the keys of readers' links in a secret. Kept, too, when
 * the stack goes.
 */
export class Storage extends Construct {
  /** `inbox/` takes files to import, `articles/` is the store, `rejected/` has what could not be read. */
  readonly articles: IBucket;
  /** What each stage produced, write once: `<newsletter>/<date>/…`. */
  readonly archive: IBucket;
  readonly subscribers: TableV2;
  readonly ledger: TableV2;
  readonly tokenKeys: Secret;

  constructor(scope: Construct, id: string, props: StorageProps = {}) {
    super(scope, id);
    const removalPolicy = props.dataRemovalPolicy ?? RemovalPolicy.RETAIN;
    const bucket = {
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy,
    };
    const oldVersions = {
      noncurrentVersionExpiration: Duration.days(90),
      abortIncompleteMultipartUploadAfter: Duration.days(7),
    };
    const articles = new Bucket(this, 'Articles', {
      ...bucket,
      lifecycleRules: [
        { id: 'old-versions', ...oldVersions },
        { id: 'imported-files', prefix: 'inbox/', expiration: Duration.days(30) },
        { id: 'rejected-files', prefix: 'rejected/', expiration: Duration.days(90) },
      ],
    });
    // Straight to EventBridge: CDK's own wiring of notifications would add a function with a wildcard role.
    (articles.node.defaultChild as CfnBucket).addPropertyOverride(
      'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
      true,
    );
    const archive = new Bucket(this, 'Archive', {
      ...bucket,
      lifecycleRules: [{ id: 'old-versions', ...oldVersions }],
    });
    // The library's own types do not agree where optional means absent.
    this.articles = articles as IBucket;
    this.archive = archive as IBucket;
    const table = {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    };
    this.subscribers = new TableV2(this, 'Subscribers', {
      ...table,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    this.ledger = new TableV2(this, 'Ledger', {
      ...table,
      timeToLiveAttribute: 'expiresAt',
    });
    this.tokenKeys = new Secret(this, 'TokenKeys', {
      // CloudFormation shows a character outside ASCII as a question mark.
      description: "Signs the links in readers' mail. Losing it breaks every link sent so far.",
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ id: 'a1' }),
        generateStringKey: 'secret',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy,
    });
  }
}
