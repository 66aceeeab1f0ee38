import { open } from 'node:fs/promises'

/** Makes a text part by part, at the time when it is written. */
export type TextMaker = () => Iterable<string>

/** UTF-16 code units that are gathered before they are written. */
const batch = 1 << 18

/** Writes a text as it is made; no more than a batch of it is in memory. */
export async function writeText(path: string, make: TextMaker): Promise<void> {
  const file = await open(path, 'w')
  try {
    let waiting: string[] = []
    let length = 0
    for (const part of make()) {
      waiting.push(part)
      length += part.length
      if (length < batch) continue
      await file.writeFile(waiting.join(''))
      waiting = []
      length = 0
    }
    await file.writeFile(waiting.join(''))
  } finally {
    await file.close()
  }
}
