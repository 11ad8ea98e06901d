import type { ControlRoutes } from '../../../control/src/index.js';
import { readDeliveryFaults } from '../webhooks/delivery-faults.js';
import { readWebhooks } from '../webhooks/read-webhooks.js';
import type { Webhook } from '../webhooks/webhook.js';
import type { Organization } from './organization.js';

/** Who is told of changes, what goes wrong on the way, and whether anything is under way still. */
export const webhookRoutes = (organization: Organization): ControlRoutes => {
  const { webhooks, tables } = organization;
  const describe = () => ({
    webhooks: webhooks.registered.map(withoutSecrets),
    faults: webhooks.describeFaults(),
  });
  return {
    'GET webhooks': describe,
    'POST webhooks': ({ body }) => {
      webhooks.register(readWebhooks(body, tables));
      return describe();
    },
    'POST webhooks/faults': ({ body }) => {
      webhooks.disturb(readDeliveryFaults(body));
      return describe();
    },
    'GET webhooks/settled': async () => {
      await webhooks.settled();
      return { webhooks: webhooks.report() };
    },
  };
};

/** The values that a receiver knows its caller by cannot be retrieved, as in the service. */
const withoutSecrets = ({ auth, ...webhook }: Webhook) => ({ ...webhook, auth: { kind: auth.kind } });
