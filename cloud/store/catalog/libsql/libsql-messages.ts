// What passes between a libsql database's thread and whoever asks it.

export interface LibsqlOptions {
  readonly file: string;
  /** How long to wait while another process writes. */
  readonly lockMs: number;
}

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export interface Result {
  readonly rows: Record<string, unknown>[];
  readonly changes: number;
}

/** An error as it crosses threads, which keep neither its class nor what the class added. */
export interface Fault {
  readonly message: string;
  /** Of SQLite, such as SQLITE_BUSY. */
  readonly code: string;
}

export type Answer = Result | { readonly fault: Fault };
