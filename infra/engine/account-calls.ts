import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { HouseFunction } from '../constructs/house-function.ts';
import { type CallFamilyProps, callFamily } from './call-family.ts';

export interface AccountCallsProps extends CallFamilyProps {
  /** The secret from which the tokens of accounts follow. */
  readonly tokenKey: Secret;
}

/** Half a core: one password takes about half a second. */
const MEMORY_FOR_PASSWORDS = 1024;

/** The calls by which people open accounts, log in, and look at and change what they have. */
export class AccountCalls extends Construct {
  readonly answering: Readonly<Record<string, HouseFunction>>;
  /** Answers who opens the link in a mail, and confirms an account at the button there; no call of the contract. */
  readonly verifyAccount: HouseFunction;

  constructor(scope: Construct, id: string, props: AccountCallsProps) {
    super(scope, id);
    const { tables, tokenKey } = props;
    const { mailFrom } = props.settings.engine;
    const define = callFamily(this, 'functions/engine', props);
    const accountsTable = { ACCOUNTS_TABLE: tables.accounts.tableName };
    const tokens = { TOKEN_KEY_SECRET: tokenKey.secretArn };
    const mails = mailFrom === undefined ? {} : { MAIL_FROM: mailFrom };

    const register = define('register-account', {
      description: 'POST app/register: opens an account, and mails a link that verifies it',
      memoryMegabytes: MEMORY_FOR_PASSWORDS,
      environment: { ...accountsTable, ...tokens, ...mails },
      knowsAccounts: false,
    });
    const logIn = define('log-in', {
      description: 'POST app/login: the account of an email and its password',
      memoryMegabytes: MEMORY_FOR_PASSWORDS,
      environment: { ...accountsTable, ...tokens, ...mails },
      knowsAccounts: false,
    });
    const showUser = define('show-user', {
      description: 'GET app/user: the account of a token, and what runs for it',
      environment: tokens,
      knowsAccounts: true,
    });
    const changeAccount = define('change-account', {
      description: 'POST app/enable_… and disable_…: premium and long file names of an account',
      knowsAccounts: true,
    });
    this.verifyAccount = define('verify-account', {
      description: 'GET and POST app/verify_email: the page behind the link in a mail, and its button',
      environment: accountsTable,
      knowsAccounts: false,
    });

    const accounts = [tables.accounts.tableArn];
    register.mayDo(['dynamodb:GetItem', 'dynamodb:PutItem'], accounts);
    logIn.mayDo(['dynamodb:GetItem', 'dynamodb:PutItem'], accounts);
    showUser.mayDo(['dynamodb:Query'], accounts);
    changeAccount.mayDo(['dynamodb:UpdateItem'], accounts);
    this.verifyAccount.mayDo(['dynamodb:GetItem', 'dynamodb:UpdateItem'], accounts);
    for (const reader of [register, logIn, showUser]) {
      reader.mayDo(['secretsmanager:GetSecretValue'], [tokenKey.secretArn]);
    }
    if (mailFrom !== undefined) register.mayDo(['ses:SendEmail'], identitiesOf(Stack.of(this), mailFrom));

    this.answering = {
      'app.register': register,
      'app.login': logIn,
      'app.user': showUser,
      'app.enablePremium': changeAccount,
      'app.disablePremium': changeAccount,
      'app.enableLongFilenames': changeAccount,
      'app.disableLongFilenames': changeAccount,
    };
  }
}

/** The identities of SES by which an address may be verified: its own, or that of its domain. */
function identitiesOf(stack: Stack, address: string): string[] {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return [address, domain].map((resourceName) =>
    Arn.format(
      { service: 'ses', resource: 'identity', resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME },
      stack,
    ),
  );
}
