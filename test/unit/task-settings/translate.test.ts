import { describe, expect, it, test } from 'vitest'
import { OperationError } from '../../../src/core/findings/operation-error.js'
import { settingTable } from '../../../src/task-settings/table.js'
import { translateSettings } from '../../../src/task-settings/translate.js'

const translate = (document: object | string) =>
  translateSettings('settings.json', typeof document === 'string' ? document : JSON.stringify(document))

const refusal = (document: object | string) => {
  try {
    translate(document)
  } catch (error) {
    if (error instanceof OperationError) return { code: error.code, data: error.data }
    throw error
  }
  return { code: 'none', data: {} }
}

/** As the service gives it for a task that nobody has set anything for. */
const usual = {
  TargetMetadata: {
    TargetSchema: '',
    SupportLobs: true,
    FullLobMode: false,
    LobChunkSize: 64,
    LimitedSizeLobMode: true,
    LobMaxSize: 32,
    BatchApplyEnabled: false,
  },
  FullLoadSettings: { TargetTablePrepMode: 'DROP_AND_CREATE', MaxFullLoadSubTasks: 8, CommitRate: 10000 },
  TTSettings: { EnableTT: false, TTS3Settings: null, TTRecordSettings: null },
  Logging: { EnableLogging: true, LogComponents: [{ Id: 'SORTER', Severity: 'LOGGER_SEVERITY_DEFAULT' }] },
  CharacterSetSettings: null,
  BeforeImageSettings: null,
  LoopbackPreventionSettings: null,
  ErrorBehavior: {
    DataTruncationErrorPolicy: 'LOG_ERROR',
    ApplyErrorDeletePolicy: 'IGNORE_RECORD',
    FullLoadIgnoreConflicts: true,
  },
  ValidationSettings: { EnableValidation: false, ThreadCount: 5 },
}

describe('task settings', () => {
  it('are carried over, done in our way or without a counterpart; each is named', () => {
    const { settings, options } = translate(usual)
    const given = settings.filter((one) => one.from === 'document')
    expect(given).toHaveLength(23)
    expect(given.filter((one) => one.how === 'unknown')).toEqual([])
    expect(options).toEqual({ workers: 8 })
  })

  it('whose value can lose data there say how, defaults that the document does not name too', () => {
    const { settings } = translate({ TargetMetadata: { LimitedSizeLobMode: false } })
    const losing = new Map(settings.flatMap((one) => (one.loses === undefined ? [] : [[one.setting, one]])))
    expect(losing.has('TargetMetadata.LimitedSizeLobMode')).toBe(false)
    expect(losing.get('ErrorBehavior.ApplyErrorDeletePolicy')).toMatchObject({
      from: 'default',
      value: 'IGNORE_RECORD',
      loses: expect.stringMatching(/passed over/),
    })
    expect(losing.size).toBeGreaterThan(12)
  })

  it('that nobody knows are named and nothing follows them', () => {
    const { settings } = translate({ TargetMetadata: { Colour: 1 }, Unheard: { Of: true } })
    expect(settings.filter((one) => one.how === 'unknown').map((one) => one.setting)).toEqual([
      'TargetMetadata.Colour',
      'Unheard.Of',
    ])
  })

  test.each([
    [{ ValidationSettings: { ValidationOnly: true } }, 'ValidationSettings.ValidationOnly'],
    [
      { CharacterSetSettings: { CharacterReplacements: [{ SourceCharacterCodePoint: 35 }] } },
      'CharacterSetSettings.CharacterReplacements',
    ],
    [{ BeforeImageSettings: { EnableBeforeImage: true } }, 'BeforeImageSettings.EnableBeforeImage'],
    [
      { LoopbackPreventionSettings: { EnableLoopbackPrevention: true } },
      'LoopbackPreventionSettings.EnableLoopbackPrevention',
    ],
  ])('that would change the data and are not done are refused (XW-S0707): %j', (document, setting) => {
    expect(refusal(document)).toMatchObject({ code: 'XW-S0707', data: { setting } })
  })

  it.each(['{', '[]', '"x"'])('that are no object are refused (XW-S0706): %s', (text) => {
    expect(refusal(text).code).toBe('XW-S0706')
  })

  it('name the target schema', () => {
    expect(translate({ TargetMetadata: { TargetSchema: 'sales' } }).options.targetSchema).toBe('sales')
  })
})

it('the table names every section of the service, and says of each what is done', () => {
  const sections = new Set([...settingTable().keys()].map((setting) => setting.split('.')[0]))
  const known =
    'TargetMetadata FullLoadSettings TTSettings Logging ControlTablesSettings StreamBufferSettings ChangeProcessingTuning ValidationSettings ChangeProcessingDdlHandlingPolicy CharacterSetSettings BeforeImageSettings LoopbackPreventionSettings ErrorBehavior ResyncSettings'
  expect(known.split(' ').filter((section) => !sections.has(section))).toEqual([])
})
