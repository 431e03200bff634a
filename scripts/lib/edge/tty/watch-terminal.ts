// SPDX-License-Identifier: MIT
/** The terminal as the live view uses it: a screen of its own that is given back as it was. */
export interface WatchTerminal {
  /** False when output is no terminal: then lines are written. */
  readonly isTerminal: boolean;
  size(): { readonly columns: number; readonly rows: number };
  write(text: string): void;
  /** Takes the alternate screen and the keyboard; `changed` is called on a resize, `quit` on q, Ctrl-C or a signal. */
  open(changed: () => void, quit: () => void): void;
  close(): void;
}

const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Returns the terminal that these streams of the process are. */
export function processTerminal({ stdin, stdout }: Pick<NodeJS.Process, 'stdin' | 'stdout'>): WatchTerminal {
  let release = (): void => undefined;
  const write = (text: string): void => void stdout.write(text);
  return {
    isTerminal: stdout.isTTY === true && process.env['TERM'] !== 'dumb',
    size: () => ({ columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 }),
    write,
    open: (changed, quit) => {
      const onKey = (keys: Buffer): void => {
        if (/[qQ\u0003\u0004]/.test(keys.toString('latin1'))) quit();
      };
      write(ENTER);
      if (stdin.isTTY === true) {
        stdin.setRawMode(true);
        stdin.resume();
        stdin.on('data', onKey);
      }
      stdout.on('resize', changed);
      for (const signal of SIGNALS) process.on(signal, quit);
      process.on('exit', leave); // also after an internal error
      release = () => {
        stdin.off('data', onKey);
        if (stdin.isTTY === true) stdin.setRawMode(false);
        stdin.pause();
        stdout.off('resize', changed);
        for (const signal of SIGNALS) process.off(signal, quit);
        process.off('exit', leave);
      };
    },
    close: () => {
      release();
      write(LEAVE);
    },
  };

  function leave(): void {
    write(LEAVE);
  }
}
