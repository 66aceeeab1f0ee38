const variable = /&&?([\p{L}\d_$#]+)\.?/gu

/** Puts values in the places of variables that have one. */
export const withValues = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(variable, (whole, name: string) => values.get(name.toLowerCase()) ?? whole)

/**
 * Values of variables in names of files, which those who run a script give: the one value with which every name that can be
 * there is there. A variable with several such values has none.
 */
export function assumedValues(names: readonly string[], files: readonly string[]): ReadonlyMap<string, string> {
  const possible = new Map<string, ReadonlySet<string>>()
  for (const name of names) {
    const [only, more] = [...name.matchAll(variable)]
    const key = only?.[1]?.toLowerCase()
    if (!only || more || key === undefined || only[0] === name) continue
    const found = new Set(valuesFor(name, only.index, only[0].length, files))
    const before = possible.get(key)
    if (found.size > 0) possible.set(key, before ? new Set([...before].filter((each) => found.has(each))) : found)
  }
  return new Map([...possible].flatMap(([key, values]) => (values.size === 1 ? [[key, [...values][0] ?? '']] : [])))
}

/** What files have where a name has its variable. */
function valuesFor(name: string, at: number, length: number, files: readonly string[]): readonly string[] {
  const start = name.slice(0, at).toLowerCase()
  const end = name.slice(at + length).toLowerCase()
  return files.flatMap((file) => {
    const whole = file.toLowerCase()
    const fits = [end, `${end}.sql`].filter((each) => whole.startsWith(start) && whole.endsWith(each))
    const longest = fits.reduce((one, other) => (other.length > one.length ? other : one), '')
    const value = fits.length > 0 ? file.slice(start.length, file.length - longest.length) : ''
    return value === '' ? [] : [value]
  })
}
