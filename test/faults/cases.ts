import { generatedRow } from '../../tools/demo/sources/generated.js';
import type { Entry, Post } from './transcript.js';

/** Longer than an incident's description can be, and not longer than a post's. */
const LONG_TEXT = 'After dark it is worse, and it was so last year. '.repeat(70);

/**
 * The cases of a round. Beyond what the generator makes: one in seven has a description that needs a note; every second one has no external reference, so that its key alone tells a
 * repeat; two cases close to each other have the same reporter, so that they race for one contact; some reporters have a
 * telephone only, and one writes the same address in another way.
 */
export function casesOf(seed: number, count: number): Entry[] {
  const entries: Entry[] = [];
  for (let number = 1; entries.length < count; number += 1) {
    const { post, refusedBy } = generatedRow(seed, number);
    if (!refusedBy) entries.push(entryOf(seed, entries.length, post));
  }
  return entries;
}

function entryOf(seed: number, index: number, generated: ReturnType<typeof generatedRow>['post']): Entry {
  const { externalReference, reporter: _, ...post } = generated;
  const reporter = reporterOf(index);
  return {
    key: `website-${seed}-${index}`,
    post: {
      ...post,
      title: `${post.title} (${seed}-${index})`,
      ...(index % 7 === 0 && { description: `${post.title}. ${LONG_TEXT}` }),
      ...(reporter && { reporter }),
      ...(index % 2 === 0 && { externalReference }),
    },
    answers: [],
  };
}

function reporterOf(index: number): Post['reporter'] {
  if (index % 3 !== 0) return undefined;
  const person = Math.floor(index / 6);
  const name = `Reporter ${person}`;
  if (person % 4 === 3) return { name, phone: `+44 20 7946 ${String(person).padStart(4, '0')}` };
  return {
    name,
    email: index % 2 === 0 ? `reporter.${person}@example.org` : `Reporter.${person}@Example.ORG`,
  };
}
