// SPDX-License-Identifier: MIT

/** What happens on the server, as it is told. */
export interface LiveStream {
  /** Calls with the data of each event of a name: whatever the server put there. */
  on(name: string, take: (data: unknown) => void): void;
  close(): void;
}

/** How the connection stands: `lost` comes back by itself, `over` does not. */
export type LinkState = 'open' | 'lost' | 'over';

/** Opens a stream of events; the browser comes again by itself when it is cut off, and says what it has heard last. */
export function openStream(address: string, stands: (state: LinkState) => void = () => undefined): LiveStream {
  const source = new EventSource(address);
  source.addEventListener('open', () => stands('open'));
  source.addEventListener('error', () => stands(source.readyState === EventSource.CLOSED ? 'over' : 'lost'));
  return {
    on: (name, take) =>
      source.addEventListener(name, (event) => {
        // Only messages of the server carry data; an error of the connection has none.
        if (event instanceof MessageEvent) take(JSON.parse(String(event.data)));
      }),
    close: () => source.close(),
  };
}

/** Returns what is said of a connection; empty while it stands. */
export function linkText(state: LinkState): string {
  switch (state) {
    case 'open':
      return '';
    case 'lost':
      return 'The server does not answer; this is how things stood last.';
    case 'over':
      return 'The server is gone or was started anew: open the address that it printed.';
    default:
      return state satisfies never;
  }
}
