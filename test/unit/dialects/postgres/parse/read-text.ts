import { readScript } from '../../../../../src/dialects/postgres/parse/script-parser.js'

/** Reads a text as a script of its own. */
export async function read(text: string | Buffer) {
  const bytes = Buffer.from(text)
  const file = {
    path: 'input.sql',
    size: bytes.length,
    chunks: async function* () {
      yield bytes
    },
  }
  return readScript([file], { defaultSchema: 'public' })
}
