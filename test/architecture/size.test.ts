import { expect, it } from 'vitest'
import { textFiles } from './files.js'

it('keeps every file under 600 lines, generated files and word tables apart', () => {
  const long = textFiles(['src', 'grammars', 'test', 'bench'], /\.tsx?$/)
    .filter((file) => !/generated\.ts$|keywords\.ts$/.test(file.path))
    .map((file) => ({ path: file.path, lines: file.text.split('\n').length }))
    .filter((file) => file.lines > 600)
  expect(long).toEqual([])
})

it('gives every top folder and every folder of src a README that says what lives there', () => {
  const readmes = textFiles(['src', 'grammars', 'rules', 'fixtures', 'test', 'bench'], /^README\.md$/).map(
    (file) => file.path,
  )
  const rooms = new Set(textFiles(['src'], /\.tsx?$/).map((file) => file.path.split('/').slice(0, 2).join('/')))
  const wanted = ['src', 'grammars', 'rules', 'fixtures', 'test', 'bench', ...rooms].map(
    (folder) => `${folder}/README.md`,
  )
  expect(wanted.filter((path) => !readmes.includes(path))).toEqual([])
})
