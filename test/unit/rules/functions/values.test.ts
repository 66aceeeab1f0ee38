import { PGlite } from '@electric-sql/pglite'
import { expect, it } from 'vitest'
import { constantExamples } from './constant-examples.js'
import { parseSource, runtimeSql, sameValue, targetQuery, toCore, toTarget, versionFor } from './pipeline.js'

it('gives the value of the source for every example with constant arguments', async () => {
  const database = await PGlite.create()
  await database.exec("SET TimeZone = 'UTC'")
  const written = constantExamples.map((each) => ({
    ...each,
    ...toTarget(toCore(parseSource(each.in), new Set(), versionFor(each.versions))),
  }))
  await database.exec(runtimeSql(new Set(['time_text', ...written.flatMap((each) => each.needs)])))
  const wrong: string[] = []
  for (const each of written) {
    const got = await database.query<{ value: string | null }>(targetQuery(each)).then(
      ({ rows }) => rows[0]?.value ?? null,
      (error: unknown) => String(error),
    )
    if (!sameValue(got, each.value, each.type)) wrong.push(`${each.in} = ${each.value}, but ${each.sql} = ${got}`)
  }
  await database.close()
  expect(wrong).toEqual([])
  expect(written.length).toBeGreaterThan(450)
})
