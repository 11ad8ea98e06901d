import { mergeMap, Subject, type Subscription } from 'rxjs';

/** Work that is begun in the order in which it comes, and of which only so much goes on at once. It must not fail. */
export class Line {
  private readonly comings = new Subject<() => Promise<void>>();
  private readonly work: Subscription;

  constructor(atOnce: number) {
    this.work = this.comings.pipe(mergeMap((work) => work(), atOnce)).subscribe();
  }

  add(work: () => Promise<void>): void {
    this.comings.next(work);
  }

  /** What has not begun never will. */
  end(): void {
    this.work.unsubscribe();
  }
}
