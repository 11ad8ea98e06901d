import { DataverseConnection } from '#lib/dataverse';
import { dataversePolicies } from '#lib/dataverse/testing';
import { type ClientPolicy, pipeline, type Send } from '#lib/http';
import { CircuitBreaker, memoryBudget } from '#lib/resilience';
import { currentTrace } from '#lib/telemetry';
import { boundless, loggerToNowhere, optionsFor } from './causeway.js';
import { type Places, tokensFor } from '../../support/dataverse-identity.js';
import type { Rung } from './rung.js';

/**
 * Each rung has one client policy more than the one below, in the order of the pipeline as it ships; then comes the whole as
 * it ships, which differs by its metrics.
 */
export function policyLadder(places: Places): Rung[] {
  const policies = policiesFor(places);
  const shipped = new DataverseConnection(optionsFor(places), answerAtOnce);
  return [
    rungOf('a transport that answers at once', answerAtOnce),
    rungOf('the same again: noise', answerAtOnce),
    ...policies.map(({ name }, index) => rungOf(name, pipeline(policies.slice(0, index + 1), answerAtOnce))),
    rungOf('metrics (the whole as it ships)', shipped.send),
  ];
}

const policiesFor = (places: Places): ClientPolicy[] =>
  dataversePolicies({
    correlation: { currentTrace },
    totalTimeoutMs: 60_000,
    retry: {},
    breaker: new CircuitBreaker({ name: 'Dataverse' }),
    tokens: tokensFor(places),
    budget: memoryBudget({ limits: boundless }),
    attemptTimeoutMs: 20_000,
    log: { logger: loggerToNowhere() },
  });

const answerAtOnce: Send = async () => ({ status: 200, headers: {}, body: '{}', durationMs: 1 });

function rungOf(name: string, send: Send): Rung {
  const request = {
    method: 'GET',
    url: 'https://contoso.crm4.dynamics.com/api/data/v9.2/contacts',
    headers: { accept: 'application/json', 'odata-maxversion': '4.0', 'odata-version': '4.0' },
    operation: 'contact.retrieve',
    repeatable: true,
    lane: 'interactive' as const,
  };
  return { name, send: async () => void (await send(request)) };
}
