import type { CasePost } from '../../tools/demo/sources/sources.js';

/** A post as the campaign's website sends it; its title is no other's, so that a row can be traced to it. */
export type Post = Omit<CasePost, 'externalReference'> & Partial<Pick<CasePost, 'externalReference'>>;

/** What the website heard: an answer, or nothing but the end of its connection. */
export type Answer =
  | { status: number; reference?: string | undefined; ticketNumber?: string | undefined }
  | { status: 'none'; reason: string };

/** One case as its sender knows it: what was posted under which key, and every answer in the order of its arrival. */
export interface Entry {
  key: string;
  post: Post;
  answers: Answer[];
}

/** The reference of an answer that took the case, if this is one. */
export const acknowledgedReference = (answer: Answer): string | undefined =>
  answer.status !== 'none' && answer.status >= 200 && answer.status < 300 ? answer.reference : undefined;

/** Answers that tell a sender to come again. */
export const isPassing = (status: number): boolean => status === 409 || status === 429 || status >= 500;
