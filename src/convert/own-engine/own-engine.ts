import type { SourceText } from '../../core/text/source.js'
import type { Pass } from '../context.js'
import { decided } from '../passes/decided.js'
import { linkWhole } from './link.js'
import { members } from './members.js'
import { ownTexts } from './texts.js'

/** From an engine to itself, or to another member of its family. Names stay as they are. */
export const ownEnginePasses = (sources: ReadonlyMap<string, SourceText>): readonly Pass[] => [
  linkWhole,
  decided,
  members,
  ownTexts(sources),
]
