/** The categories that the intake ships, by the words that cities use for them. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/light|lamp/i, 'street-lighting'],
  [/signal/i, 'traffic-signals'],
  [/sign\b|sign |marking|crosswalk/i, 'signs'],
  [/snow|ice\b|plow/i, 'winter'],
  [/tree/i, 'trees'],
  [/water|hydrant|catchbasin|sewer|casting|bwsc/i, 'water'],
  [/bridge/i, 'bridges'],
  [/pothole|sidewalk|street condition|roadway|highway|curb/i, 'roads'],
];

/** The code for a city's own word for a kind of case; an unknown word is posted as it is. */
export const categoryOf = (word: string): string =>
  WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? word.slice(0, 100);
