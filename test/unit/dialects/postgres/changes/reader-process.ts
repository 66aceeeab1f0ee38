import { appendFileSync } from 'node:fs'
import type { Endpoint } from '../../../../../src/core/dialect/endpoint.js'
import { mappingOf, openFor, Recorder } from './support.js'

interface Request {
  readonly endpoint: Endpoint
  readonly table: string
  readonly from: string
  readonly until?: string
  /** Whole transactions, one line each: position and story. */
  readonly file: string
}

/** Reads until it is killed, or up to a place; what is in the file is durable, and so is confirmed. */
async function main({ endpoint, table, from, until, file }: Request): Promise<void> {
  const stream = await openFor(endpoint, await mappingOf(endpoint, table), from)
  const sink = new Recorder()
  const commit = sink.commit.bind(sink)
  sink.commit = (mark) => {
    commit(mark)
    appendFileSync(file, `${JSON.stringify([mark.position, ...sink.story])}\n`)
    sink.seen.length = 0
    stream.confirm(mark.position)
  }
  await stream.pump(sink, until === undefined ? {} : { until })
  await stream.close()
}

await main(JSON.parse(process.argv[2] ?? '{}'))
