import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { get, Refusal } from './api.js'
import { visible } from './format.js'

export interface Loaded<T> {
  readonly value: T | undefined
  readonly refusal: Refusal | undefined
  readonly again: () => void
}

/** Reads a document, and reads it once more when `path` or `moment` is another. */
export function useLoaded<T>(path: string, moment: unknown = null): Loaded<T> {
  const [value, setValue] = useState<T>()
  const [refusal, setRefusal] = useState<Refusal>()
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let isWanted = true
    get<T>(path).then(
      (read) => {
        if (!isWanted) return
        setValue(() => read)
        setRefusal(undefined)
      },
      (error) => isWanted && setRefusal(refusalOf(error)),
    )
    return () => {
      isWanted = false
    }
  }, [path, moment, turn])
  return { value, refusal, again: () => setTurn((before) => before + 1) }
}

export const refusalOf = (error: unknown): Refusal =>
  error instanceof Refusal ? error : new Refusal({ code: '', detail: String(error), hint: [], status: 0 })

export function Problem({ refusal }: { readonly refusal: Refusal | undefined }) {
  if (!refusal) return null
  const { code, detail, hint } = refusal.problem
  return (
    <div class="problem" role="alert">
      <p>
        {code !== '' && <code>{code}</code>} {visible(detail)}
      </p>
      {hint.length > 0 && (
        <ul>
          {hint.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** A button for what takes a moment; what is refused stands below it. */
export function Action({
  children,
  work,
  kind = 'plain',
  ask,
  disabled = false,
}: {
  readonly children: ComponentChildren
  readonly work: () => Promise<unknown>
  readonly kind?: 'plain' | 'main' | 'danger'
  /** A question to be answered before. */
  readonly ask?: string
  readonly disabled?: boolean
}) {
  const [refusal, setRefusal] = useState<Refusal>()
  const [isBusy, setBusy] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const run = (): void => {
    setAsked(false)
    setBusy(true)
    setRefusal(undefined)
    work()
      .catch((error) => setRefusal(refusalOf(error)))
      .finally(() => setBusy(false))
  }
  return (
    <span>
      {isAsked ? (
        <span class="question" role="group" aria-label={ask}>
          <span>{ask}</span>
          <button type="button" class="danger" onClick={run}>
            Yes
          </button>
          <button type="button" onClick={() => setAsked(false)}>
            No
          </button>
        </span>
      ) : (
        <button type="button" class={kind} disabled={isBusy || disabled} onClick={() => (ask ? setAsked(true) : run())}>
          {children}
        </button>
      )}
      <Problem refusal={refusal} />
    </span>
  )
}
