/** The transactions that were read, in the server's own notation. */
export interface GtidSet {
  /** Adds one transaction of a source: a domain and a server number, or a UUID (with a tag, if it has one). */
  add(source: string, server: number, sequence: number): void
  text(): string
}

/** MariaDB: the last transaction of each replication domain, `domain-server-sequence`. */
export function domainGtids(text: string): GtidSet {
  const last = new Map<string, string>()
  for (const [whole, domain] of text.matchAll(/(\d+)-\d+-\d+/g)) last.set(domain ?? '', whole)
  return {
    add(domain, server, sequence) {
      last.set(domain, `${domain}-${server}-${sequence}`)
    },
    text: () => [...last.values()].join(','),
  }
}

/** Whether two of MariaDB's sets are the same, in whatever order. */
export const sameDomains = (one: string, other: string): boolean =>
  one.split(',').sort().join() === other.split(',').sort().join()

/** Both ends belong to it. */
interface Interval {
  from: number
  to: number
}

/** MySQL: intervals of sequence numbers by source, `uuid:1-5:7,uuid:tag:1`. */
export function uuidGtids(text: string): GtidSet {
  const sets = parseUuidSets(text)
  let others = ''
  let current = ''
  return {
    add(source, _server, sequence) {
      if (source !== current) {
        others = ''
        for (const [uuid, intervals] of sets) if (uuid !== source) others += `,${sourceText(uuid, intervals)}`
        current = source
      }
      let intervals = sets.get(source)
      if (!intervals) {
        intervals = []
        sets.set(source, intervals)
      }
      addNumber(intervals, sequence)
    },
    text() {
      if (current === '') return [...sets].map(([uuid, intervals]) => sourceText(uuid, intervals)).join(',')
      return `${sourceText(current, sets.get(current) ?? [])}${others}`
    },
  }
}

const sourceText = (source: string, intervals: readonly Interval[]): string =>
  `${source}:${intervals.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(':')}`

export function parseUuidSets(text: string): Map<string, Interval[]> {
  const sets = new Map<string, Interval[]>()
  for (const part of text.split(',')) {
    const [uuid = '', ...fields] = part.trim().toLowerCase().split(':')
    let source = uuid
    for (const field of fields) {
      const range = /^(\d+)(?:-(\d+))?$/.exec(field.trim())
      // A word between the numbers is a tag, for what follows it.
      if (!range) {
        source = `${uuid}:${field.trim()}`
        continue
      }
      const intervals = sets.get(source) ?? []
      sets.set(source, intervals)
      intervals.push({ from: Number(range[1]), to: Number(range[2] ?? range[1]) })
    }
  }
  for (const intervals of sets.values()) intervals.sort((one, other) => one.from - other.from)
  return sets
}

/** Keeps the intervals in order and apart. */
export function addNumber(intervals: Interval[], value: number): void {
  const at = intervals.findIndex((interval) => value <= interval.to + 1)
  const found = intervals[at]
  if (!found || value < found.from - 1) {
    intervals.splice(at < 0 ? intervals.length : at, 0, { from: value, to: value })
    return
  }
  if (value === found.from - 1) found.from = value
  else if (value === found.to + 1) {
    found.to = value
    const next = intervals[at + 1]
    if (next && next.from === value + 1) {
      found.to = next.to
      intervals.splice(at + 1, 1)
    }
  }
}

/** Whether every transaction of `part` is in `whole`; both are of one notation. */
export const includesGtids = (whole: string, part: string): boolean =>
  /^\d+-/.test(part) && !part.includes(':') ? includesDomains(whole, part) : includesUuids(whole, part)

function includesDomains(whole: string, part: string): boolean {
  const reached = new Map([...whole.matchAll(/(\d+)-\d+-(\d+)/g)].map((match) => [match[1], Number(match[2])]))
  return [...part.matchAll(/(\d+)-\d+-(\d+)/g)].every((match) => (reached.get(match[1]) ?? -1) >= Number(match[2]))
}

function includesUuids(whole: string, part: string): boolean {
  const have = parseUuidSets(whole)
  return [...parseUuidSets(part)].every(([source, intervals]) =>
    intervals.every(({ from, to }) => have.get(source)?.some((one) => one.from <= from && one.to >= to)),
  )
}
