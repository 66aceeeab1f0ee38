import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('./recorded.json', import.meta.url))

/** What the source did: whether it raised an error, and the rows of each table that it changed. */
export interface Recorded {
  readonly fails: boolean
  readonly tables: Readonly<Record<string, readonly string[]>>
}

export type Recording = Readonly<Record<string, Recorded>>

/** What a real server did with every case, by name; the live test keeps it true. */
export const recording = (): Recording =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recording) : {}

/** With RECORD=1 the live test writes what it saw. */
export const isRecording = process.env['RECORD'] === '1'

export function record(all: Recording): void {
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`)
}
