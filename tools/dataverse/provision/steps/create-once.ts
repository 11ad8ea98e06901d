import { DataverseError } from '#lib/dataverse';

/**
 * Creates what may be there already: a create whose answer was lost, or that another run did meanwhile, is read and not sent
 * again. Whether what is there is as we want it, the comparison at the end says.
 */
export async function createOnce(
  create: () => Promise<unknown>,
  isThere: () => Promise<boolean>,
): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (isRefusedForGood(error) || !(await isThere())) throw error;
  }
}

const isRefusedForGood = (error: unknown): boolean =>
  error instanceof DataverseError && REFUSALS.includes(error.code);

const REFUSALS: readonly string[] = ['not-authenticated', 'not-permitted', 'throttled'];
