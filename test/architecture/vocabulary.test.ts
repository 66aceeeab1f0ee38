import { describe, expect, it } from 'vitest'
import { textFiles } from './files.js'

describe('vocabulary', () => {
  it('names no database outside the folder of its dialect', () => {
    const general = textFiles(['src', 'grammars'], /\.(tsx?|hbs|css|html|sql)$/).filter(
      (file) => !/^(src\/dialects|grammars)\/[^/]+\//.test(file.path) || /^grammars\/(sql|tools)\//.test(file.path),
    )
    const wrong = general.flatMap((file) =>
      file.text
        .split('\n')
        .flatMap((line, index) =>
          /oracle|mysql|mariadb|postgres|sqlserver/i.test(line) ? [`${file.path}:${index + 1}: ${line.trim()}`] : [],
        ),
    )
    expect(wrong).toEqual([])
  })

  it('holds no machine path and no registry host', () => {
    const all = textFiles(
      ['src', 'grammars', 'rules', 'fixtures', 'test', 'bench'],
      /\.(tsx?|md|yaml|sql|json|hbs|html)$/,
    )
    const wrong = all.filter((file) =>
      new RegExp(['/wor' + 'k/', '/ro' + 'ot/', 'registry\\.npm' + 'js'].join('|')).test(file.text),
    )
    expect(wrong.map((file) => file.path)).toEqual([])
  })
})
