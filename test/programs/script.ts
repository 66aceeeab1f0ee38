/**
 * Pieces of a script that can be sent one by one: the command-line client's DELIMITER lines cut it. What stands under the
 * plain delimiter is one piece, which the server takes apart itself.
 */
export function scriptPieces(script: string): readonly string[] {
  const pieces: string[] = []
  let delimiter = ';'
  let lines: string[] = []
  const flush = (): void => {
    const text = lines.join('\n')
    lines = []
    pieces.push(...(delimiter === ';' ? [text] : text.split(delimiter)))
  }
  for (const line of script.split('\n')) {
    const next = /^delimiter\s+(\S+)\s*$/i.exec(line)?.[1]
    if (next === undefined) lines.push(line)
    else {
      flush()
      delimiter = next
    }
  }
  flush()
  return pieces.filter((piece) => piece.replace(/--.*$/gm, '').trim() !== '')
}
