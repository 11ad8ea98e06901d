import { fold } from '../comparable.js';

/** One place of a pattern: any run of characters, or one character of some kind. */
type Place = 'run' | ((character: string) => boolean);

const RUN = '%';
const WILDCARD = /[%_[]/;

/**
 * What `contains`, `startswith` and `endswith` do with their text: SQL's LIKE, without regard to case. `%` stands for any run of
 * characters, `_` for any one, `[a-f]` and `[^a-f]` for one of those or of the others, and a wildcard in brackets for itself:
 * https://learn.microsoft.com/power-apps/developer/data-platform/wildcard-characters
 */
export function likePattern(
  text: string,
  open: { before: boolean; after: boolean },
): (value: string) => boolean {
  const pattern = fold(text);
  if (!WILDCARD.test(pattern)) return plain(pattern, open);
  const places = readPlaces(`${open.before ? RUN : ''}${pattern}${open.after ? RUN : ''}`);
  return (value) => matches(places, fold(value));
}

function plain(text: string, { before, after }: { before: boolean; after: boolean }) {
  if (before && after) return (value: string) => fold(value).includes(text);
  return before
    ? (value: string) => fold(value).endsWith(text)
    : (value: string) => fold(value).startsWith(text);
}

function readPlaces(pattern: string): readonly Place[] {
  const places: Place[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (character === '[') {
      const end = pattern.indexOf(']', at + 1);
      places.push(end < 0 ? () => false : setOf(pattern.slice(at + 1, end)));
      at = end < 0 ? pattern.length : end;
    } else if (character === RUN) places.push('run');
    else if (character === '_') places.push(() => true);
    else places.push((other) => other === character);
  }
  return places;
}

function setOf(inside: string): (character: string) => boolean {
  const negated = inside.startsWith('^');
  const ranges = [...(negated ? inside.slice(1) : inside).matchAll(/([^])(?:-([^]))?/g)].map(
    ([, from = '', to = from]) => [from, to] as const,
  );
  return (character) => ranges.some(([from, to]) => from <= character && character <= to) !== negated;
}

/** Goes back to the last run only, so that no pattern takes more than its length times the text's. */
function matches(places: readonly Place[], text: string): boolean {
  let [at, place] = [0, 0];
  let [lastRun, resumeAt] = [-1, 0];
  while (at < text.length) {
    const wanted = places[place];
    if (wanted === 'run') {
      [lastRun, resumeAt] = [place, at];
      place += 1;
    } else if (wanted?.(text[at] ?? '')) {
      at += 1;
      place += 1;
    } else if (lastRun >= 0) {
      resumeAt += 1;
      [at, place] = [resumeAt, lastRun + 1];
    } else return false;
  }
  while (places[place] === 'run') place += 1;
  return place === places.length;
}
