import { describe, expect, it } from 'vitest'
import type { ScriptFile } from '../../../../src/core/dialect/dialect.js'
import { scriptParser } from '../../../../src/dialects/oracle/parse/script-parser.js'

const fileOf = ([path, text]: readonly [string, string]): ScriptFile => ({
  path,
  size: Buffer.byteLength(text),
  chunks: async function* () {
    yield Buffer.from(text)
  },
})

async function read(files: Readonly<Record<string, string>>) {
  const { value, findings } = await scriptParser.readScript(Object.entries(files).map(fileOf), { defaultSchema: 'app' })
  const objects = value.catalog.schemas.flatMap((schema) => schema.objects)
  return { objects: objects.map(({ id }) => id), codes: findings.map(({ code }) => code) }
}

const table = (name: string): string => `CREATE TABLE ${name} (a NUMBER);\n`

describe('files that a script reads', () => {
  it('are those whose names one value of a variable makes', async () => {
    const { objects, codes } = await read({
      'main.sql':
        'DEFINE version = &1\nCONNECT shop/x\nDEFINE file = cre_&version\n@&file &version\n@@load_&version..sql\n',
      'cre_v3.sql': table('of_v3'),
      'cre_xml.sql': table('of_xml'),
      'load_v3.sql': table('loaded'),
    })
    expect(objects).toEqual(['table:app.of_xml', 'table:shop.of_v3', 'table:shop.loaded'])
    expect(codes).toEqual(['XW-P0229', 'XW-P0229'])
  })

  it('stay unknown where several values make names of files that are there', async () => {
    const { objects, codes } = await read({
      'main.sql': 'CONNECT shop/x\n@@cre_&version\n',
      'cre_v2.sql': table('of_v2'),
      'cre_v3.sql': table('of_v3'),
    })
    expect(objects).toEqual(['table:app.of_v2', 'table:app.of_v3'])
    expect(codes).toEqual(['XW-P0226'])
  })
})
