import { startDataverseStandIn, type DataverseStandInOptions } from '../../stand-ins/dataverse/src/index.js';
import { DataverseControl } from './dataverse-control.js';

/** The stand-in for Dataverse in a test: it can be hurt, looked into, and replaced by another one at the same address. */
export class DataverseStandIn extends DataverseControl {
  private constructor(
    url: string,
    private readonly options: DataverseStandInOptions,
    private running: { close(): Promise<void> } | undefined,
  ) {
    super(url);
  }

  static async start(options: DataverseStandInOptions): Promise<DataverseStandIn> {
    const running = await startDataverseStandIn(options);
    return new DataverseStandIn(running.url, options, running);
  }

  /** The same organisation, with other tables perhaps. */
  async restart(changes: Partial<DataverseStandInOptions> = {}): Promise<void> {
    await this.close();
    const port = Number(new URL(this.url).port);
    this.running = await startDataverseStandIn({ ...this.options, ...changes, port });
  }

  async close(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }
}
