/** Where a server is and who we are there. The password never leaves this object except into a driver. */
export interface Endpoint {
  readonly dialect: string
  readonly host: string
  readonly port: number
  /** Path of a unix socket; wins over host and port. */
  readonly socketPath?: string
  readonly user: string
  readonly password?: string
  /** Database to connect to; for engines in which schema and database are one, the schema too. */
  readonly database?: string
  readonly tls: Tls
  /** What else the URL said. */
  readonly parameters: Readonly<Record<string, string>>
}

export interface Tls {
  /** `verify-full` checks chain and host name. `disable` must be asked for, except on a loopback address or a socket. */
  readonly mode: 'disable' | 'require' | 'verify-ca' | 'verify-full'
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

/** `scheme://user@host:port/database`, without the password. */
export function endpointName(endpoint: Endpoint): string {
  const at = endpoint.socketPath ?? `${endpoint.host}:${endpoint.port}`
  return `${endpoint.dialect}://${endpoint.user}@${at}/${endpoint.database ?? ''}`
}
