/** One connection to a port of which nobody knows yet what it is. */
export interface Channel {
  write(bytes: Uint8Array): void
  /** Exactly so many bytes; undefined when the peer closed or the time was up before they had come. */
  read(length: number): Promise<Buffer | undefined>
  /** All that the peer has sent so far, taken or not; cut at the limit of the scan. */
  seen(): Buffer
}

/** What a server says of itself to somebody who did not log in. */
export interface Fingerprint {
  /** The maker's name of it, as its lifecycle is listed under. */
  readonly product: string
  readonly version?: ServerRelease
  readonly tls: 'offered' | 'required' | 'none' | 'unknown'
  /** The server's own words, where it refused. */
  readonly refusal?: { readonly code: string; readonly message: string }
  /** What else it told, in words. */
  readonly details: readonly string[]
}

/** A version, or the oldest and the newest that it can be. */
export interface ServerRelease {
  /** As the server writes it, or the span. */
  readonly text: string
  /** By which lifecycles are listed: `8.0`, `15`. Of a span: both ends. */
  readonly series: readonly [oldest: string, newest: string]
}

/**
 * How servers of one engine are known without an account. No method sends a user name, a password or a statement.
 * A value that comes from the other side is as hostile as it likes: nothing here throws for it.
 */
export interface Fingerprinter {
  readonly title: string
  readonly ports: readonly number[]
  /** Reads what a server says before it was asked. `more`: that could be it, and is not whole. Absent: it waits for its client. */
  readonly greeting?: (bytes: Buffer) => Fingerprint | 'more' | undefined
  /** Asks; `dial` opens one more connection. */
  readonly ask?: (dial: () => Promise<Channel>) => Promise<Fingerprint | undefined>
}
