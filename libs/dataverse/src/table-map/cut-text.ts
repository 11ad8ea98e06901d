/** At most `length` UTF-16 units, which is what columns count; ends in an ellipsis when something was cut, and never within a character. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const kept = text.slice(0, length - 1);
  return `${kept.isWellFormed() ? kept : kept.slice(0, -1)}…`;
}
