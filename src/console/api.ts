import type { Problem } from '../server/problem.js'
import type { Right } from '../server/rights.js'

/** Who is signed in. */
export interface Meta {
  readonly version: string
  readonly role: string
  readonly rights: readonly Right[]
  readonly csrf: string | null
  readonly project: string
  readonly engines: readonly string[]
}

/** What the server refused, or that it did not answer. */
export class Refusal extends Error {
  readonly problem: Pick<Problem, 'code' | 'detail' | 'hint' | 'status'>

  constructor(problem: Refusal['problem']) {
    super(problem.detail)
    this.problem = problem
  }
}

let csrf = ''
export const useCsrf = (token: string | null): void => {
  csrf = token ?? ''
}

type Expired = () => void
let onExpired: Expired = () => undefined
export const whenExpired = (told: Expired): void => {
  onExpired = told
}

const away = { code: '', detail: 'The server does not answer.', hint: ['See whether it still runs.'], status: 0 }

/** Asks the server. A session that is over sends the person to the sign-in. @throws Refusal */
export async function call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers: {
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...(method === 'GET' ? {} : { 'x-crosswalk-csrf': csrf }),
    },
    ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
  }).catch(() => {
    throw new Refusal(away)
  })
  const text = await response.text()
  if (response.ok) return JSON.parse(text === '' ? 'null' : text)
  if (response.status === 401 && path !== '/session') onExpired()
  throw new Refusal(problemOf(text, response.status))
}

function problemOf(text: string, status: number): Refusal['problem'] {
  try {
    return JSON.parse(text)
  } catch {
    return { ...away, detail: `The server answered ${status}.`, status }
  }
}

export const get = <T>(path: string): Promise<T> => call<T>('GET', path)
export const post = <T>(path: string, body?: object): Promise<T> => call<T>('POST', path, body)
export const remove = (path: string): Promise<void> => call<void>('DELETE', path)

/** A name in a path. */
export const part = encodeURIComponent
