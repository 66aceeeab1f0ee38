import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { OperationError } from '../core/findings/operation-error.js'
import { type Role, roles } from './rights.js'

export type Tokens = Readonly<Record<Role, string>>

/** 256 bits. */
export const secret = (): string => randomBytes(32).toString('base64url')

export const tokensPath = (folder: string): string => join(folder, 'tokens.json')

const file = z.strictObject({
  viewer: z.string().min(32),
  operator: z.string().min(32),
  steward: z.string().min(32),
  admin: z.string().min(32),
})

/**
 * One token for each role, made at the first start.
 * @throws OperationError XW-S0912 when others can read the file, or it does not hold them
 */
export function readTokens(folder: string): { readonly tokens: Tokens; readonly areNew: boolean } {
  const path = tokensPath(folder)
  if (!existsSync(path)) {
    const tokens = { viewer: secret(), operator: secret(), steward: secret(), admin: secret() }
    writeFileSync(path, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    return { tokens, areNew: true }
  }
  if ((statSync(path).mode & 0o077) !== 0)
    throw new OperationError('XW-S0912', { path, problem: 'others than its owner can read it (chmod 600)' })
  try {
    return { tokens: file.parse(JSON.parse(readFileSync(path, 'utf8'))), areNew: false }
  } catch {
    throw new OperationError('XW-S0912', { path, problem: 'it does not hold one token for each role' })
  }
}

/** Takes as long whatever the text is. */
export const isSame = (given: string, known: string): boolean => timingSafeEqual(digest(given), digest(known))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Compares with every token, so that the time tells nothing. */
export const roleOfToken = (tokens: Tokens, given: string): Role | undefined =>
  roles.filter((role) => isSame(given, tokens[role]))[0]
