import type { Redis } from 'ioredis';
import type { LedgerAnswer, LedgerMessage } from '../ledger/ledger-message.js';
import type { LedgerReport } from '../ledger/ledger-report.js';
import type { LedgerSettings } from '../ledger/ledger-settings.js';
import type { LedgerStore } from '../ledger-store.js';
import { type LedgerKeys, ledgerKeys, type LedgerOwner } from './ledger-keys.js';
import { readReply } from './ledger-reply.js';
import { messageText } from './message-text.js';
import { connectRedis, startAnew, unavailable } from './redis-connection.js';
import { RedisNews } from './redis-news.js';
import { readReport } from './report-reply.js';
import { ledgerScript, reportScript } from './script/ledger-script.js';
import { ServerTime } from './server-time.js';
import { settingsText } from './settings-text.js';

/** Where the ledger lies, and whose it is. */
export interface RedisPlace extends LedgerOwner {
  /** `redis://`, or `rediss://` with TLS; with user name and password where Redis wants them. */
  redisUrl: string;
  /** After so long without an answer Redis is taken for lost. Default 1 second. */
  answerWithinMs?: number | undefined;
}

/** A connection that knows the script. */
type LedgerConnection = Redis & {
  /** ioredis makes it of `exchangeWithLedger`. */
  exchangeWithLedgerBuffer(...keysAndArguments: string[]): Promise<Buffer[]>;
  reportOfLedger(key: string): Promise<string>;
};

/**
 * The ledger in Redis: the same rules as `BudgetLedger`, run by Redis itself (`script/`), one command a message.
 *
 * A message that is not answered in time fails, and its connection with it, so that no late answer is taken for another's and a
 * name that has moved to another server is looked up again. Redis heeds no message that reaches it after its time, for who sent
 * it has gone on alone meanwhile, and the message denies that.
 */
export class RedisLedger implements LedgerStore {
  private readonly keys: LedgerKeys;
  private readonly settingsText: string;
  private readonly serverTime = new ServerTime();
  private member: string | undefined;

  private constructor(
    private readonly commands: LedgerConnection,
    private readonly news: RedisNews,
    private readonly settings: LedgerSettings,
    private readonly owner: LedgerOwner,
    private readonly answerWithinMs: number,
  ) {
    this.keys = ledgerKeys(owner);
    this.settingsText = settingsText(settings);
  }

  /** @throws BudgetStoreUnavailableError when Redis cannot be reached, does not let us in, not listen or not run scripts */
  static async connect(place: RedisPlace, settings: LedgerSettings): Promise<RedisLedger> {
    const { redisUrl, answerWithinMs = 1_000 } = place;
    const keys = ledgerKeys(place);
    const commands = (await connectRedis(redisUrl, answerWithinMs)) as LedgerConnection;
    commands.defineCommand('exchangeWithLedger', { numberOfKeys: 2, lua: ledgerScript });
    commands.defineCommand('reportOfLedger', { numberOfKeys: 1, lua: reportScript });
    try {
      await mayRunScripts(commands, keys.ledger);
      const news = await RedisNews.connect(redisUrl, keys.news, answerWithinMs);
      return new RedisLedger(commands, news, settings, place, answerWithinMs);
    } catch (error) {
      commands.disconnect();
      throw error;
    }
  }

  async exchange(message: LedgerMessage): Promise<LedgerAnswer> {
    this.member = message.member;
    try {
      return await this.ask(message);
    } catch (error) {
      startAnew(this.commands);
      this.news.startAnew();
      throw error;
    }
  }

  async report(): Promise<LedgerReport | undefined> {
    return readReport(await this.commands.reportOfLedger(this.keys.ledger));
  }

  onNews(hear: () => void): void {
    this.news.onCall((member) => {
      if (member === this.member) hear();
    });
  }

  close(): Promise<void> {
    this.commands.disconnect();
    this.news.close();
    return Promise.resolve();
  }

  private async ask(message: LedgerMessage): Promise<LedgerAnswer> {
    const { ledger, inFlight, news } = this.keys;
    const reply = await this.commands.exchangeWithLedgerBuffer(
      ledger,
      inFlight,
      this.settingsText,
      messageText(message),
      this.owner.applicationUser,
      news,
      this.serverTime.in(this.answerWithinMs)?.toFixed(0) ?? '',
    );
    const { at, answer } = readReply(reply, this.settings.limits);
    this.serverTime.heard(at);
    if (!answer) throw new Error('The message reached the ledger after its time.');
    return answer;
  }
}

/** Found out at the start: later on it would look as if Redis was lost, for good. */
const mayRunScripts = (commands: LedgerConnection, key: string): Promise<unknown> =>
  commands.reportOfLedger(key).catch((error: unknown) => {
    throw unavailable(commands, error);
  });
