import type { Command } from 'commander'
import type { EndpointRecord } from '../../project/model.js'
import { hasStore } from '../../project/place.js'
import type { ProjectStore } from '../../project/store.js'
import { type Config, readConfig } from '../config.js'
import { text, type Words } from './options.js'

export const declareProject = (command: Command): Command =>
  command.option('--project <dir>', 'folder of the project', '.crosswalk')

export const declareTaskName = (command: Command): Command =>
  declareProject(command).argument('<task>', 'name of the task')

export const projectOf = (words: Words): string => text(words, 'project') ?? '.crosswalk'

/** Opens the store of the project for one piece of work. */
export async function withStore<T>(words: Words, work: (store: ProjectStore) => T | Promise<T>): Promise<T> {
  const { openProject } = await import('../../project/sqlite-store.js')
  const store = openProject(projectOf(words))
  try {
    return await work(store)
  } finally {
    store.close()
  }
}

/** The configuration, with the endpoints of the project among its names; those of the file count more. */
export async function configOf(words: Words): Promise<Config> {
  const config = readConfig(text(words, 'config'))
  if (!hasStore(projectOf(words))) return config
  const known = await withStore(words, (store) => store.endpoints())
  return { endpoints: Object.assign(Object.create(null), Object.fromEntries(known.map(urlOf)), config.endpoints) }
}

const urlOf = ({ name, url }: EndpointRecord): readonly [string, string] => [name, url]
