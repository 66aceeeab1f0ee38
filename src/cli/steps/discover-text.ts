import type { EndOfSupport } from '../../discover/lifecycle.js'
import type { Observation, ScanResult } from '../../discover/scan.js'
import { count, duration, safe, table } from '../terminal.js'

/** What answers, one port a line, and what does not in one sentence. */
export function observationTable({ found, probes, closed }: ScanResult, seconds: number): string {
  const head = ['where', 'what', 'version', 'TLS', 'end of support', 'remarks']
  const servers = found.filter(({ kind }) => kind === 'server').length
  const silent = `${count(closed.refused)} refused, ${count(closed.noAnswer)} gave no answer, ${count(closed.unreachable)} were out of reach`
  return [
    ...(found.length > 0 ? [table(head, found.map(rowOf), [])] : []),
    `${count(probes)} connections in ${duration(seconds)}: ${count(servers)} databases, ${count(found.length - servers)} other ports that answer; ${silent}`,
  ].join('\n')
}

function rowOf({ address, port, name, kind, fingerprint, endOfSupport, said }: Observation): readonly string[] {
  const place = `${address.includes(':') ? `[${address}]` : address}:${port}${name ? ` ${safe(name)}` : ''}`
  if (!fingerprint)
    return [
      place,
      kind === 'silent' ? 'silent' : 'not known',
      '',
      '',
      '',
      said === undefined ? '' : `said: ${safe(said)}`,
    ]
  const { product, version, tls, refusal, details } = fingerprint
  const remarks = [...(refusal ? [`refused: ${refusal.code} ${refusal.message}`] : []), ...details]
  return [place, product, safe(version?.text ?? 'not told'), tls, endText(endOfSupport), safe(remarks.join('; '))]
}

function endText(end: EndOfSupport | undefined): string {
  if (!end) return 'not known'
  const date = end.from === end.to ? end.to : `${end.from} to ${end.to}`
  return end.state === 'ended' ? `${date}, over` : end.state === 'mixed' ? `${date}, by version` : date
}
