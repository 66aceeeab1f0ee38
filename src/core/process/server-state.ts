import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What we must remember of an embedded server to find it again. Kept in its folder, readable by its owner only. */
export interface ServerState {
  readonly engine: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** Where the engine keeps its files. */
  readonly data: string
}

const fileName = 'server.json'

export function readServerState(folder: string, engine: string): ServerState | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, fileName), 'utf8'))
    return isServerState(value) && value.engine === engine ? value : undefined
  } catch {
    return undefined
  }
}

export function writeServerState(folder: string, state: ServerState): void {
  const target = join(folder, fileName)
  const draft = `${target}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, target)
}

/** 24 random bytes in letters, digits, `-` and `_`: safe in SQL literals, URLs and files alike. */
export const randomPassword = (): string => randomBytes(24).toString('base64url')

function isServerState(value: unknown): value is ServerState {
  if (typeof value !== 'object' || value === null) return false
  const fields: Record<string, unknown> = { ...value }
  return (
    typeof fields['port'] === 'number' &&
    (['engine', 'user', 'password', 'data'] as const).every((name) => typeof fields[name] === 'string')
  )
}
