import type { Integration } from '../../catalogue/integration.js';
import { loadSteps } from '../../catalogue/order/load-order.js';
import type { Stage } from '../run.js';

/** A stage before it has a number. */
export interface PlannedStage extends Stage {
  /** Which one is applied. */
  readonly delivery?: string | undefined;
}

/** What a run does, in this order: parents before children, except where rows are deactivated. */
export function stagesOf(
  integration: Integration,
  deliveries: readonly string[],
  { reconcile }: { reconcile: boolean },
): PlannedStage[] {
  const steps = loadSteps(integration);
  const names = steps.map(({ name }) => name);
  const closing = steps.filter(({ target }) => target.closedWhen).map(({ name }) => name);
  const each = (action: Stage['action'], of: readonly string[]) => of.map((step) => ({ action, step }));
  return [
    ...deliveries.map((delivery) => ({ action: 'apply' as const, step: integration.name, delivery })),
    ...each('write', names),
    ...each('close', closing),
    ...each('deactivate', [...names].reverse()),
    ...each('reconcile', reconcile ? names : []),
  ];
}
