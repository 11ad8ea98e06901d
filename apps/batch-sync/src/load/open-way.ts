import { DataverseClient } from '#lib/dataverse';
import type { Schema } from '#lib/dataverse-schema';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { OpenWay } from '../run/way-to-dataverse.js';
import type { ApplicationUsers } from './application-users.js';
import { cwKeysOf, hasSecretKeys } from './cw-keys.js';
import { heldRows } from './held-rows.js';
import { SpentTally } from './spent-tally.js';
import { tableNamed } from './table-named.js';
import { stepWriter } from './writing/step-writer.js';

/** What the ways of all integrations have in common. */
export interface WaysOptions {
  users: Pick<ApplicationUsers, 'of'>;
  /** The environment's address. */
  url: string;
  schema: Schema;
  catalogue: Catalogue;
  /** For the keys of people. */
  keySecret: string;
}

/** The ways to Dataverse, each over the connection of the application user that its integration works as. */
export const openWays =
  ({ users, url, schema, catalogue, keySecret }: WaysOptions): OpenWay =>
  async (integration) => {
    const { connection } = await users.of(integration);
    const tally = new SpentTally();
    const { lane } = integration;
    const client = new DataverseClient(
      url,
      (request) => connection.send({ ...request, tally }),
      lane,
      connection,
    );
    return {
      writer: (step) => stepWriter({ client, schema, catalogue, step, keySecret }),
      heldRows: (step, options) => heldRows(client, tableNamed(schema, step.target.table), step, options),
      keys: (step) => ({
        cwKeyOf: cwKeysOf(step, { schema, keySecret }),
        arePersonal: hasSecretKeys(step, schema),
      }),
      spent: () => tally.spent(),
    };
  };
