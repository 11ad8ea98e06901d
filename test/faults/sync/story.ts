import { seededRandom } from '../../../stand-ins/control/src/seeded-random.js';

/** What a source delivers of a row: texts, by the names of its columns. An empty one is nothing. */
export type Customer = Record<'number' | 'name' | 'city' | 'email', string>;
export type Case = Record<'number' | 'customer' | 'title' | 'description' | 'status', string>;

/** What the sources deliver in one night: all customers, and the cases that are new or have changed. */
export interface Night {
  readonly customers: readonly Customer[];
  readonly cases: readonly Case[];
}

export interface StoryOptions {
  readonly seed: number;
  readonly nights: number;
  /** Customers of the first night; there are as many cases. */
  readonly rows: number;
}

/** Longer than an account's city, and than a case's description, can be. */
const longCity = 'Llanfairpwllgwyngyll '.repeat(5).trim();
const longDescription = 'It was so last year, and after dark it is worse. '.repeat(45).trim();

/**
 * The nights of a seed. Customers change, go and come back, and with them the contacts that they name; cases are new, change, and are
 * closed. A few rows are bad: without a key, with a key twice, without a name, too long for Dataverse until they are mended, and cases of
 * customers that come a night later.
 */
export function storyOf({ seed, nights, rows }: StoryOptions): Night[] {
  const story = new Story(seededRandom(seed), rows);
  return Array.from({ length: nights }, (_, night) => story.next(night));
}

class Story {
  private readonly customers = new Map<string, Customer>();
  private readonly away = new Map<string, Customer>();
  private readonly cases = new Map<string, Case>();
  /** Customers whom a case has named before they are there. */
  private expected: string[] = [];
  private made = { customers: 0, cases: 0 };

  constructor(
    private readonly random: () => number,
    private readonly rows: number,
  ) {}

  next(night: number): Night {
    if (night > 0) this.changeCustomers(night);
    const fresh = night === 0 ? this.rows : Math.ceil(this.rows / 40);
    for (let n = 0; n < fresh; n += 1) this.addCustomer();
    const changed = night > 0 ? this.changedCases(night) : [];
    const added = Array.from({ length: night === 0 ? this.rows : Math.ceil(this.rows / 10) }, () =>
      this.newCase(),
    );
    return {
      customers: this.withBadRows([...this.customers.values()], night, { name: '' }),
      cases: this.withBadRows([...changed, ...added], night, { title: '' }),
    };
  }

  private changeCustomers(night: number): void {
    for (const number of this.expected.splice(0)) this.customers.set(number, this.customer(number));
    for (const [number, customer] of this.away) {
      if (!this.happens(0.4)) continue;
      this.away.delete(number);
      this.customers.set(number, customer);
    }
    for (const [number, customer] of [...this.customers]) {
      if (customer.city === longCity)
        this.customers.set(number, { ...customer, city: this.happens(0.5) ? 'Bangor' : longCity });
      else if (this.happens(0.05)) this.leave(number, customer);
      else if (this.happens(0.08))
        this.customers.set(number, { ...customer, city: `City of night ${night}`, email: this.email() });
      else if (this.happens(0.01)) this.customers.set(number, { ...customer, city: longCity });
    }
  }

  private leave(number: string, customer: Customer): void {
    this.customers.delete(number);
    this.away.set(number, customer);
  }

  private addCustomer(): void {
    this.made.customers += 1;
    const number = `C-${this.made.customers}`;
    this.customers.set(number, this.customer(number));
  }

  private customer(number: string): Customer {
    const city = this.happens(0.01) ? longCity : `City ${this.below(90)}`;
    return { number, name: `Customer ${number}`, city, email: this.email() };
  }

  /** Two customers share one, about; some have none. */
  private email(): string {
    if (this.happens(0.05)) return '';
    const address = `customer.${this.below(this.rows / 2)}@example.org`;
    return this.happens(0.1) ? address.toUpperCase() : address;
  }

  private newCase(): Case {
    this.made.cases += 1;
    const number = `K-${this.made.cases}`;
    const made = {
      number,
      customer: this.happens(0.01) ? this.customerToCome() : `C-${1 + this.below(this.made.customers)}`,
      title: `Case ${number}`,
      description: this.description(),
      status: this.happens(0.25) ? 'Closed' : 'Open',
    };
    this.cases.set(number, made);
    return made;
  }

  private customerToCome(): string {
    const number = `L-${this.made.cases}`;
    this.expected.push(number);
    return number;
  }

  private description(): string {
    return this.happens(0.04) ? `${this.below(9)}. ${longDescription}` : `Description ${this.below(1_000)}`;
  }

  /** Closed ones may change, too: that is accepted, and comes no further. */
  private changedCases(night: number): Case[] {
    const chosen = [...this.cases.values()].filter(() => this.happens(0.12));
    return chosen.map((before) => {
      const status = this.happens(0.4) ? 'Closed' : before.status;
      const after = {
        ...before,
        title: `${before.title}, ${night}`,
        description: this.description(),
        status,
      };
      this.cases.set(after.number, after);
      return after;
    });
  }

  /** A row without a key keeps all others of its delivery from being gone, so not every delivery has one. */
  private withBadRows<Row extends Customer | Case>(rows: Row[], night: number, unnamed: Partial<Row>): Row[] {
    const some = () => rows[this.below(rows.length)] as Row;
    const held = this.below(rows.length);
    const twice = rows[(held + 1) % rows.length] as Row;
    return [
      ...rows.map((row, index) => (index === held ? { ...row, ...unnamed } : row)),
      ...(night % 3 === 2 ? [{ ...some(), number: '' }] : []),
      { ...twice },
    ];
  }

  private happens(share: number): boolean {
    return this.random() < share;
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }
}
