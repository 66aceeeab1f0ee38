import type { Outcome } from './recording.js'
import type { TargetOutcome } from './replay.js'

/** Errors that a program raised itself: state and words are its own. */
const signalled = 1644
const ownStates = /^(45|[A-Z7-9])/

/**
 * States of the target that stand for an error of the source. Written here from both manuals' lists of errors and not taken
 * from the rules, which are what is tested.
 */
const states: Readonly<Record<number, readonly string[]>> = {
  1022: ['23505'],
  1048: ['23502'],
  1054: ['42703'],
  1061: ['42P07'],
  1062: ['23505'],
  1091: ['42704', '42703'],
  1064: ['42601'],
  1136: ['42601'],
  1146: ['42P01'],
  1050: ['42P07'],
  1051: ['42P01'],
  1172: ['P0003', '21000'],
  1222: ['42601'],
  1242: ['21000'],
  1243: ['26000'],
  1264: ['22003', '23514'],
  1265: ['22P02', '22001', '23514', '22018', '01000', '22023'],
  1292: ['22007', '22008', '22P02', '22018', '22012'],
  1305: ['42883'],
  1318: ['42883'],
  1321: ['2F005'],
  1324: ['34000'],
  1325: ['42P03', '24000'],
  1326: ['34000', '24000', '22004'],
  1329: ['02000', 'P0002'],
  1339: ['20000'],
  1360: ['42704', '42883'],
  1364: ['23502'],
  1365: ['22012'],
  1366: ['22P02', '22018', '22007', '22008'],
  1406: ['22001'],
  1414: ['42601'],
  1442: ['27000'],
  1451: ['23503', '23001'],
  1452: ['23503'],
  1456: ['54001', '54000', '2F000'],
  1645: ['0Z002', '0K000'],
  1690: ['22003'],
  4025: ['23514'],
  4041: ['22033'],
  4042: ['22033'],
}

/** Statements that always fail on the source: what they call is not there, or they stand where they cannot. A stub does as they do. */
const hopeless: ReadonlySet<number> = new Set([1305, 1645])

/** States of the target that say that the converted text itself is wrong. */
const brokenCode = /^(42|0A|XX|57014|25|2D|38|39|3B)/

/** What is different between an error and what came instead. */
export function errorProblem(expected: Outcome['error'], actual: TargetOutcome['error']): readonly string[] {
  if (!actual)
    return expected ? [`goes well instead of ${expected.number} (${expected.state}) ${expected.message}`] : []
  const said = `${actual.state} ${actual.message}${actual.where === '' ? '' : `\n${actual.where}`}`
  if (!expected) return [`fails: ${said}`]
  const wanted = `${expected.number} (${expected.state}) ${expected.message}`
  if (/\bXW-[A-Z]\d{4}\b/.test(actual.message)) return hopeless.has(expected.number) ? [] : [`ends at a stub: ${said}`]
  const known = states[expected.number]
  const right =
    expected.number === signalled || (known === undefined && ownStates.test(expected.state))
      ? actual.state === expected.state && actual.message === expected.message
      : (known?.includes(actual.state) ?? (actual.state === expected.state || !brokenCode.test(actual.state)))
  return right ? [] : [`fails with ${said} instead of ${wanted}`]
}
