import type { AccessTokenSource } from '#lib/http';

/** A row as the Web API tells it. */
export type TableRow = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** How the Web API names what people see of a value. */
export const formatted = (column: string): string => `${column}@OData.Community.Display.V1.FormattedValue`;

const LABELS = 'odata.include-annotations="OData.Community.Display.V1.FormattedValue"';

/** Reads whole tables through the Web API, page by page, with nothing of the client that is judged. */
export class DataverseReader {
  constructor(
    private readonly url: string,
    private readonly tokens: AccessTokenSource,
  ) {}

  /**
   * @param filter of the Web API, such as `statecode eq 0`
   * @param withLabels with what people see of each value, which takes its time
   */
  async rows(
    entitySet: string,
    columns: readonly string[],
    filter?: string,
    withLabels = false,
  ): Promise<TableRow[]> {
    const query = new URLSearchParams({ $select: columns.join(','), ...(filter && { $filter: filter }) });
    const rows: TableRow[] = [];
    let next: string | undefined = `${this.url}/api/data/v9.2/${entitySet}?${query.toString()}`;
    while (next !== undefined) {
      const page: Page = await this.page(next, withLabels);
      rows.push(...page.value);
      next = page['@odata.nextLink'];
    }
    return rows;
  }

  private async page(url: string, withLabels: boolean): Promise<Page> {
    const response = await fetch(url, {
      headers: {
        authorization: `Bearer ${await this.tokens.getToken()}`,
        prefer: ['odata.maxpagesize=5000', ...(withLabels ? [LABELS] : [])].join(),
      },
    });
    if (!response.ok) throw new Error(`Dataverse answered ${response.status} to a question of the oracle.`);
    return (await response.json()) as Page;
  }
}

interface Page {
  value: TableRow[];
  '@odata.nextLink'?: string;
}
