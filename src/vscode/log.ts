import { window } from 'vscode';
import type { Log } from '../core/ports.ts';

type Facts = Readonly<Record<string, string | number | boolean>>;

/** The log that `Maestro: Show Log` opens: an event and its facts on one line. */
export class ChannelLog implements Log {
  readonly #channel = window.createOutputChannel('Maestro', { log: true });

  info(event: string, facts?: Facts): void {
    this.#channel.info(line(event, facts));
  }

  warn(event: string, facts?: Facts): void {
    this.#channel.warn(line(event, facts));
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#channel.dispose();
  }
}

function line(event: string, facts: Facts = {}): string {
  return [event, ...Object.entries(facts).map(([name, value]) => `${name}=${value}`)].join(' ');
}
