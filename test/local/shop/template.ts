// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of Fn::Sub look like this
import { handlers } from './handlers.ts';

const getAtt = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });
const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const assumedBy = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }],
});

const grants: Readonly<Record<string, readonly object[]>> = {
  OnUpload: [{ Effect: 'Allow', Action: 'states:StartExecution', Resource: { Ref: 'Machine' } }],
  Ask: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: getAtt('Orders') }],
  Confirm: [
    { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: getAtt('Orders') },
    { Effect: 'Allow', Action: 'states:SendTask*', Resource: { Ref: 'Machine' } },
  ],
  Record: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: getAtt('Orders') }],
  Snoop: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: 'Secret' } }],
  Speak: [
    {
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: join(
        'arn:aws:events:',
        { Ref: 'AWS::Region' },
        ':',
        { Ref: 'AWS::AccountId' },
        ':event-bus/default',
      ),
      Condition: { StringEquals: { 'events:source': 'shop' } },
    },
  ],
  Fail: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: getAtt('Dead') }],
};

function functionResources(name: string): Record<string, object> {
  return {
    [`${name}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: assumedBy('lambda.amazonaws.com') },
    },
    [`${name}Policy`]: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: `${name}Policy`,
        Roles: [{ Ref: `${name}Role` }],
        PolicyDocument: { Version: '2012-10-17', Statement: grants[name] },
      },
    },
    [name]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}' }, S3Key: `${name}.zip` },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: getAtt(`${name}Role`),
        Timeout: 20,
        TracingConfig: { Mode: 'Active' },
        Environment: {
          Variables: {
            TABLE: { Ref: 'Orders' },
            BUCKET: { Ref: 'Uploads' },
            SECRET: { Ref: 'Secret' },
            ...(name === 'OnUpload' ? { MACHINE: { Ref: 'Machine' } } : {}),
            ...(name === 'Ask' ? { CONFIRM_URL: { Ref: 'ConfirmUrl' } } : {}),
          },
        },
      },
    },
  };
}

const invoke = (name: string, token: object) => [
  `"arn:aws:states:::lambda:invoke${'Payload' in token ? '' : '.waitForTaskToken'}","Parameters":{"FunctionName":"`,
  getAtt(name),
];

const definition = join(
  '{"StartAt":"Ask","States":{"Ask":{"Type":"Task","TimeoutSeconds":30,"Next":"Record","Resource":',
  ...invoke('Ask', {}),
  '","Payload":{"order.$":"$.order","token.$":"$$.Task.Token"}}},"Record":{"Type":"Task","End":true,"OutputPath":"$.Payload","Resource":',
  ...invoke('Record', { Payload: true }),
  '","Payload.$":"$"}}}}',
);

const rule = (prefix: string, target: string) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    EventPattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: [{ Ref: 'Uploads' }] }, object: { key: [{ prefix }] } },
    },
    Targets: [{ Id: 'T', Arn: getAtt(target), DeadLetterConfig: { Arn: getAtt('Dead') } }],
  },
});
const permission = (name: string, Principal: string, SourceArn: unknown) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { Action: 'lambda:InvokeFunction', FunctionName: getAtt(name), Principal, SourceArn },
});
const distributionArn = join('arn:aws:cloudfront::', { Ref: 'AWS::AccountId' }, ':distribution/', {
  Ref: 'Cdn',
});

/** The template of the shop: every kind of resource that the local cloud runs. */
export const shopTemplate = {
  Parameters: { ConfirmUrl: { Type: 'String' } },
  Resources: {
    ...Object.assign({}, ...Object.keys(handlers).map(functionResources)),
    Uploads: {
      Type: 'AWS::S3::Bucket',
      Properties: { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
    },
    UploadsPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Uploads' },
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Action: 's3:GetObject',
              Principal: { Service: 'cloudfront.amazonaws.com' },
              Resource: join(getAtt('Uploads'), '/public/*'),
              Condition: { StringEquals: { 'AWS:SourceArn': distributionArn } },
            },
          ],
        },
      },
    },
    Orders: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      },
    },
    Secret: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { GenerateSecretString: { PasswordLength: 40 } },
    },
    Dead: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1209600 } },
    DeadPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Dead' }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sqs:SendMessage',
              Principal: { Service: 'events.amazonaws.com' },
              Resource: getAtt('Dead'),
              Condition: { ArnEquals: { 'aws:SourceArn': getAtt('Unpermitted') } },
            },
          ],
        },
      },
    },
    MachineRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: assumedBy('states.amazonaws.com'),
        Policies: [
          {
            PolicyName: 'Invoke',
            PolicyDocument: {
              Statement: {
                Effect: 'Allow',
                Action: 'lambda:InvokeFunction',
                Resource: [getAtt('Ask'), getAtt('Record')],
              },
            },
          },
        ],
      },
    },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { DefinitionString: definition, RoleArn: getAtt('MachineRole') },
    },
    Upload: rule('orders/', 'OnUpload'),
    UploadPermission: permission('OnUpload', 'events.amazonaws.com', getAtt('Upload')),
    Unpermitted: rule('lost/', 'Record'),
    Nightly: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: 'cron(0 3 * * ? *)',
        Targets: [{ Id: 'T', Arn: getAtt('Fail'), Input: '{"night":true}' }],
      },
    },
    NightlyPermission: permission('Fail', 'events.amazonaws.com', getAtt('Nightly')),
    News: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'News of the shop' } },
    Reader: {
      Type: 'AWS::SNS::Subscription',
      Properties: { Protocol: 'email', TopicArn: { Ref: 'News' }, Endpoint: 'owner@example.com' },
    },
    NewsPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [{ Ref: 'News' }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sns:Publish',
              Principal: { Service: 'events.amazonaws.com' },
              Resource: { Ref: 'News' },
              Condition: { ArnEquals: { 'aws:SourceArn': getAtt('Sold') } },
            },
          ],
        },
      },
    },
    Sold: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['shop'], 'detail-type': ['Sold'] },
        Targets: [
          {
            Id: 'T',
            Arn: { Ref: 'News' },
            InputTransformer: { InputPathsMap: { what: '$.detail.what' }, InputTemplate: '"Sold: <what>"' },
          },
        ],
      },
    },
    SoldUnheard: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['shop'], detail: { what: ['nothing'] } },
        Targets: [{ Id: 'T', Arn: { Ref: 'News' } }],
      },
    },
    FailOnce: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Fail' },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: getAtt('Dead') } },
      },
    },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP' } },
    ApiStage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
    },
    ...route('Confirm', 'POST /orders/{order}'),
    ...route('Record', 'GET /record'),
    ConfirmPermission: permission(
      'Confirm',
      'apigateway.amazonaws.com',
      join(
        'arn:aws:execute-api:',
        { Ref: 'AWS::Region' },
        ':',
        { Ref: 'AWS::AccountId' },
        ':',
        { Ref: 'Api' },
        '/*/*/orders/{order}',
      ),
    ),
    CdnAccess: {
      Type: 'AWS::CloudFront::OriginAccessControl',
      Properties: {
        OriginAccessControlConfig: {
          Name: 'Access',
          OriginAccessControlOriginType: 's3',
          SigningBehavior: 'always',
          SigningProtocol: 'sigv4',
        },
      },
    },
    Cdn: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Enabled: true,
          Origins: [
            {
              Id: 'files',
              DomainName: getAtt('Uploads', 'RegionalDomainName'),
              OriginAccessControlId: getAtt('CdnAccess', 'Id'),
              S3OriginConfig: { OriginAccessIdentity: '' },
            },
            {
              Id: 'api',
              DomainName: { 'Fn::Select': [2, { 'Fn::Split': ['/', getAtt('Api', 'ApiEndpoint')] }] },
              CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
            },
          ],
          DefaultCacheBehavior: {
            TargetOriginId: 'files',
            ViewerProtocolPolicy: 'https-only',
            CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
          },
          CacheBehaviors: [
            {
              PathPattern: '/orders/*',
              TargetOriginId: 'api',
              ViewerProtocolPolicy: 'https-only',
              AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
              CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
              OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
            },
          ],
        },
      },
    },
  },
  Outputs: {
    Bucket: { Value: { Ref: 'Uploads' } },
    Table: { Value: { Ref: 'Orders' } },
    Machine: { Value: { Ref: 'Machine' } },
    SecretArn: { Value: { Ref: 'Secret' } },
    ApiUrl: { Value: getAtt('Api', 'ApiEndpoint') },
    CdnUrl: { Value: join('https://', getAtt('Cdn', 'DomainName'), '/public') },
  },
};

function route(name: string, RouteKey: string): Record<string, object> {
  return {
    [`${name}Integration`]: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: getAtt(name),
        PayloadFormatVersion: '2.0',
      },
    },
    [`${name}Route`]: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey,
        AuthorizationType: 'NONE',
        Target: join('integrations/', { Ref: `${name}Integration` }),
      },
    },
  };
}
