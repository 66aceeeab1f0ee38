import { convert } from '../../../../../src/convert/pipeline.js'
import type { ScriptFile } from '../../../../../src/core/dialect/dialect.js'
import { loadDialect } from '../../../../../src/dialects/registry.js'

export interface ConvertedText {
  /** Text of a converted program, by its name. */
  readonly of: (name: string) => string
  /** Codes of what was said of the session, with their data, in order. */
  readonly findings: readonly string[]
  /** Codes of all that was said. */
  readonly codes: ReadonlySet<string>
}

/** Converts a script as the command line does; its programs and what was said of them. */
export async function convertText(script: string): Promise<ConvertedText> {
  const [from, to] = [await loadDialect('mysql'), await loadDialect('postgres')]
  const parser = await from?.parser?.()
  if (!from || !to || !parser) throw new Error('a dialect is missing')
  const read = await parser.readScript([fileOf(script)], {
    defaultSchema: 'app',
    version: from.parseVersion('10.11.6-MariaDB'),
  })
  const { catalog: source, sources, statements } = read.value
  const targetVersion = to.defaultVersion
  const made = await convert({ source, sources, statements, findings: read.findings, from, to, targetVersion })
  return {
    of: (name) =>
      made.statements.find(({ sql }) => new RegExp(`(FUNCTION|PROCEDURE) app\\.${name}\\(`).test(sql))?.sql ?? '',
    findings: made.findings
      .filter(({ code }) => /^XW-R01[5-9]/.test(code))
      .map(({ code, data }) => [code, ...Object.values(data)].join(' ')),
    codes: new Set(made.findings.map(({ code }) => code)),
  }
}

function fileOf(text: string): ScriptFile {
  const bytes = Buffer.from(text)
  return {
    path: 'input.sql',
    size: bytes.length,
    async *chunks() {
      yield bytes
    },
  }
}

/** A script of statements that each end in `//`. */
export const script = (...statements: readonly string[]): string =>
  [
    'CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, n INT, name VARCHAR(20), d DATETIME);',
    'DELIMITER //',
    ...statements.map((each) => `${each} //`),
  ].join('\n')
