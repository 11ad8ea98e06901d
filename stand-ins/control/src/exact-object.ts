import { z } from 'zod';

/** An object with these fields and no others: whoever gives another hears which there are. */
export const exactObject = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `takes no ${issue.keys.join(', ')}; ${whatItTakes(Object.keys(shape))}`
        : undefined,
  });

const whatItTakes = (names: readonly string[]): string =>
  names.length > 0 ? `it takes ${names.join(', ')}` : 'it takes nothing';
