/** Rows as CSV, all cells quoted; they all have the columns of the first. */
export function csvOf(rows: readonly object[]): string {
  const lines = rows.map((row) =>
    Object.values(row)
      .map((cell) => `"${String(cell).replaceAll('"', '""')}"`)
      .join(','),
  );
  return [Object.keys(rows[0] ?? {}).join(','), ...lines].map((line) => `${line}\n`).join('');
}
