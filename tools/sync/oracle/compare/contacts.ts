import { personKeyOf } from '../reading/hand-keys.js';
import type { DeliveredRows } from '../reading/delivered-rows.js';
import { cut } from '../reading/normal-form.js';
import { CONTACTS, emailOf } from '../sources/customer-register.js';
import type { Facts } from './differences.js';
import type { WantedStep } from './wanted-step.js';

/** The contacts that customers name, and have ever named. */
export class Contacts {
  private active: ReadonlySet<string> = new Set();
  private readonly known = new Set<string>();

  constructor(private readonly keySecret: string) {}

  /** After a delivery of customers. */
  follow(customers: DeliveredRows): Facts {
    const now = new Set(namedBy(customers));
    const back = [...now].filter((email) => !this.active.has(email) && this.known.has(email));
    const fresh = [...now].filter((email) => !this.known.has(email));
    const gone = [...this.active].filter((email) => !now.has(email));
    for (const email of fresh) this.known.add(email);
    this.active = now;
    return {
      inserted: fresh.length,
      reactivated: back.length,
      deactivated: gone.length,
      active_after: now.size,
    };
  }

  get step(): WantedStep {
    const rows = [...this.known].map((email) => {
      const wanted = { lastname: cut(email, 50), emailaddress1: email };
      return [email, { wanted, isActive: this.active.has(email) }] as const;
    });
    return {
      name: CONTACTS,
      entitySet: 'contacts',
      primaryId: 'contactid',
      rows: new Map(rows),
      cwKeyOf: (email) => personKeyOf(CONTACTS, email, this.keySecret),
      isPersonal: true,
    };
  }
}

const namedBy = ({ rows }: DeliveredRows): string[] =>
  [...rows.values()].flatMap((row) => (row.isActive ? (emailOf(row) ?? []) : []));
