import { connectDataverse } from '#lib/dataverse';
import { tokensFor } from '../../support/dataverse-identity.js';
import { serveLoad } from '../wall-time/serve-load.js';

/** More than may be at a time: the budget always has somebody who waits. */
const askersPerProcess = 60;

await serveLoad(({ places }, budget) => {
  const { client } = connectDataverse({
    url: places.dataverseUrl,
    tokens: tokensFor(places),
    lane: 'batch',
    // A call may have to wait for a whole window.
    totalTimeoutMs: 600_000,
    budget,
  });
  return async (tally) => {
    const ask = async () => {
      while (!tally.isOver) {
        const signal = AbortSignal.timeout(Math.max(Math.ceil(tally.leftMs), 1));
        await client.whoAmI({ signal }).then(
          () => tally.count(),
          (error: unknown) => tally.fail(error),
        );
      }
    };
    await Promise.all(Array.from({ length: askersPerProcess }, ask));
  };
});
