import { isDatabaseUnavailable } from '#lib/database';
import pg from 'pg';
import type { RunFailure } from '../run.js';

/** What an error is called. */
export const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'failed';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};

/** PostgreSQL had to choose between two transactions; the same may be done again. */
const chosenAgainst = ['40001', '40P01'];

/** Whether the staging database is away, or was busy with itself: the run is as it was, and goes on when somebody works at it again. */
export const isPassing = (error: unknown): boolean =>
  isDatabaseUnavailable(error) || chosenAgainst.includes(codeOf(error));

/** Why a run cannot go on. What the database says may repeat values of a row, so only its code is told. */
export function failureOf(error: unknown): RunFailure {
  const code = codeOf(error);
  if (error instanceof pg.DatabaseError)
    return { code, says: `The staging database refuses what the catalogue asks of it (SQLSTATE ${code}).` };
  return { code, says: error instanceof Error ? error.message : String(error) };
}
