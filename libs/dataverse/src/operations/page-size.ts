const usualPage = 500;
const largestPage = 5_000;

/** Rows a page (learn.microsoft.com/power-apps/developer/data-platform/webapi/query/page-results); a `TypeError` for what none can have. */
export function pageSizeOf(pageSize: number = usualPage): number {
  if (!isPositive(pageSize) || pageSize > largestPage) throw new TypeError('A page holds 1 to 5,000 rows.');
  return pageSize;
}

export const isPositive = (value: number): boolean => Number.isInteger(value) && value > 0;
