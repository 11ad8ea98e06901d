/** Rows of each load step, parents before children: as many as six real registers hold, whose rows are not ours to ship. */
export const volumes = [
  { step: 'customers/contacts', rows: 5_500 },
  { step: 'customers', rows: 10_300 },
  { step: 'assets', rows: 14_700 },
  { step: 'work-orders', rows: 8_600 },
] as const;

export type StepName = (typeof volumes)[number]['step'];

/** Nights after the first load. */
export const nights = 7;
/** Of the rows, each night. */
export const changedShare = 0.01;

export const rowsOf = (step: StepName): number => volumes.find((each) => each.step === step)?.rows ?? 0;

/** All rows of a night of that share, whichever step they are of. */
export const totalRows = (share = 1): number =>
  volumes.reduce((sum, { rows }) => sum + Math.ceil(rows * share), 0);
