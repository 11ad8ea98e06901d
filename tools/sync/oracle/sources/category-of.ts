/** The category that lists a kind of case; nothing is known of no kind. */
export function categoryOf(
  categories: Readonly<Record<string, readonly string[]>>,
  kind: string | null,
): string | null {
  if (kind === null) return null;
  return Object.keys(categories).find((category) => categories[category]?.includes(kind)) ?? 'Other';
}
