import type { TaskCard } from '../../server/cards.js'
import { useLive } from '../live.js'

const signs: Readonly<Record<string, readonly [tone: string, sign: string]>> = {
  failed: ['bad', '✕'],
  incomplete: ['warn', '▲'],
  lagging: ['warn', '◔'],
  running: ['good', '●'],
  idle: ['calm', '■'],
}

/** Sign and word, never the colour alone. When the server is not heard, what it said last is no state any more. */
export function Health({ task }: { readonly task: TaskCard }) {
  const { isStale } = useLive()
  const [tone, sign] = signs[task.health] ?? ['calm', '?']
  const says = task.health === task.status || task.health === 'idle'
  const word = says ? task.status : `${task.health} (${task.status})`
  if (isStale)
    return (
      <span class="badge unknown">
        <span aria-hidden="true">?</span> unknown, was {word}
      </span>
    )
  return (
    <span class={`badge ${tone}`}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  )
}

const tones: Readonly<Record<string, readonly [tone: string, sign: string]>> = {
  converted: ['good', '●'],
  done: ['good', '●'],
  met: ['good', '●'],
  attention: ['warn', '▲'],
  unmet: ['bad', '✕'],
  approximated: ['warn', '◑'],
  partial: ['warn', '▲'],
  warning: ['warn', '▲'],
  running: ['calm', '…'],
  notice: ['calm', 'i'],
  info: ['calm', 'i'],
  flagged: ['bad', '✕'],
  failed: ['bad', '✕'],
  error: ['bad', '✕'],
}

export function Badge({ word }: { readonly word: string }) {
  const [tone, sign] = tones[word] ?? ['calm', '·']
  return (
    <span class={`badge ${tone}`}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  )
}
