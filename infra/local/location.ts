/** The account that owns everything in the local cloud. */
export const LOCAL_ACCOUNT = '000000000000';

/** The region everything in the local cloud lives in. */
export const LOCAL_REGION = 'eu-west-1';
