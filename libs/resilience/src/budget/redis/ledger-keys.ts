/** Whose limits the ledger counts. */
export interface LedgerOwner {
  /** The environment's address, such as https://contoso.crm4.dynamics.com: each environment has limits of its own. */
  environmentUrl: string;
  /** The client id of the application user. */
  applicationUser: string;
}

/** The names of what lies in Redis. */
export interface LedgerKeys {
  /** The hash with all that the ledger remembers. */
  ledger: string;
  /** The hash with how many requests each application user of the environment has in flight. */
  inFlight: string;
  /** The channel on which those who wait are called. */
  news: string;
}

/**
 * One hash tag for the environment: a script may only touch keys that lie together
 * (redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec).
 *
 * @throws TypeError when the address of the environment is none
 */
export function ledgerKeys({ environmentUrl, applicationUser }: LedgerOwner): LedgerKeys {
  const environment = `{causeway:${new URL(environmentUrl).host}}`;
  return {
    ledger: `${environment}:budget:${applicationUser}`,
    inFlight: `${environment}:in-flight`,
    news: `${environment}:news:${applicationUser}`,
  };
}

/** What the keys of all ledgers match, in the words of SCAN. */
export const anyLedger = '{causeway:*}:budget:*';

/** Whose ledger lies under this key: the host of the environment, and the user. */
export function ownerOf(key: string): { environment: string; applicationUser: string } {
  const [, environment = '', applicationUser = ''] = /^\{causeway:(.*)\}:budget:(.*)$/.exec(key) ?? [];
  return { environment, applicationUser };
}
