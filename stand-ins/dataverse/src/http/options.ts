import type { Clock } from '../../../control/src/index.js';
import type { Privilege } from '../privileges.js';
import type { SchemaExtent } from '../schema/load-schema.js';
import type { Unknowns } from '../unknowns.js';
import type { DuplicateRule } from '../schema/duplicate-rule.js';
import type { CostModel } from '../throttle/cost-model.js';
import type { ThrottleWishes } from '../throttle/settings.js';
import type { WebhookOptions } from '../webhooks/read-webhooks.js';
import type { WebhookDelivery } from '../webhooks/webhooks.js';
import type { TokenOptions } from './authentication.js';

export interface UserOptions {
  systemUserId: string;
  /** The user's object id in Entra ID. */
  entraObjectId: string;
  fullName: string;
  /** Default: false. */
  disabled?: boolean;
}

export interface DataverseStandInOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** How others reach it, when that is not the address it listens on. Links and the tokens' audience say this. */
  publicUrl?: string;
  /** The tables. Default: the repository's dataverse/schema.yaml. */
  schemaFile?: string;
  /** Default `complete`; `standard` leaves out what the file marks as custom: an environment before it is provisioned. */
  schema?: SchemaExtent;
  /** Tables that know no CreateMultiple, UpdateMultiple and UpsertMultiple, as some standard tables do not. Default: none. */
  withoutBulk?: readonly string[];
  /** How long the index of a new alternate key takes, by the stand-in's clock. Default 2. */
  keyIndexSeconds?: number;
  /** How long a link to later changes can be used, by the stand-in's clock. Default 7, as the organisation's ExpireChangeTrackingInDays. */
  changeTrackingDays?: number;
  /** Where the rows are kept. Without it they are gone when the stand-in ends. */
  dataDirectory?: string;
  /** Where the lake is written: see lake/lake.ts. Without it there is none. */
  lakeDirectory?: string;
  tokens: TokenOptions;
  /** Application ids with the system user that each is here; all others are refused. Default: those of our services. */
  applicationUsers?: Readonly<Record<string, string>>;
  /** People who are users of the organisation, for application users to act for. Default: none. */
  users?: readonly UserOptions[];
  /** What application users may do beyond reading and writing rows, by application id. Default: nothing. */
  privileges?: Readonly<Record<string, readonly Privilege[]>>;
  /** The service protection limits. Default: those of a trial, 6,000 requests in 300 seconds; `off` refuses nothing. */
  limits?: ThrottleWishes | 'off';
  /** How long requests take, instead of the `costs` among the limits. */
  costOf?: CostModel;
  /** What a duplicate is, for requests that ask for them to be refused. Default: no rules, so there are none. */
  duplicateRules?: readonly DuplicateRule[];
  /** How it takes what no public page says: see unknowns.ts, which has the defaults. */
  unknowns?: Partial<Unknowns>;
  /** Who is told of changes from the start; the control door can change that. Default: nobody. */
  webhooks?: readonly WebhookOptions[];
  /** How patient the stand-in is with them. */
  webhookDelivery?: WebhookDelivery;
  clock?: Clock;
}

/** One organisation, always the same. */
export const organization = {
  organizationId: '0a6a0000-0000-4000-8000-000000000001',
  organizationName: 'unqstandin',
  businessUnitId: 'b0510000-0000-4000-8000-000000000001',
};
