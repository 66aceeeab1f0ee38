import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { usage } from './endpoint-url.js'

const schema = z.strictObject({
  /** Named endpoints: the URL, in which ${env:NAME} and ${file:PATH} stand for a secret. */
  endpoints: z.record(z.string(), z.string()).default({}),
})

export interface Config {
  readonly endpoints: Readonly<Record<string, string>>
}

/** Reads `crosswalk.yaml` (or the file given). A missing default file is an empty configuration; an unknown key is an error. */
export function readConfig(path: string | undefined): Config {
  const file = path ?? 'crosswalk.yaml'
  if (!existsSync(file)) {
    if (path !== undefined) throw usage(`configuration ${path} does not exist`)
    return { endpoints: {} }
  }
  const parsed = schema.safeParse(parseYaml(file) ?? {})
  if (!parsed.success) throw usage(`${file}: ${z.prettifyError(parsed.error)}`)
  const endpoints = Object.entries(parsed.data.endpoints).map(([name, url]) => [name, interpolate(url, file)] as const)
  return { endpoints: Object.assign(Object.create(null), Object.fromEntries(endpoints)) }
}

function parseYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { maxAliasCount: 50 })
  } catch (error) {
    throw usage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Runs after YAML is parsed, so that a secret can never change the structure; it is encoded for its place in a URL. */
function interpolate(url: string, file: string): string {
  return url.replace(/\$\{(env|file):([^}]+)\}/g, (_, kind: string, name: string) => {
    const value =
      kind === 'env' ? process.env[name] : existsSync(name) ? readFileSync(name, 'utf8').trimEnd() : undefined
    if (value === undefined) throw usage(`${file}: \${${kind}:${name}} has no value`)
    return encodeURIComponent(value)
  })
}
