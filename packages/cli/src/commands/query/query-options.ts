import { entities, type Entity, isEntity } from '@patchyard/query'
import { InvalidArgumentError, Option } from 'commander'
import type { CommandContext } from '../../session/command-context.ts'

export interface QueryOptions {
  readonly entity: Entity
  readonly json?: boolean
  readonly installation?: boolean
}

/** What the server is asked besides: with `--installation` about the audit that belongs to no subscription. */
export const ofChain = ({ installation }: QueryOptions): { ofInstallation?: true } =>
  installation === true ? { ofInstallation: true } : {}

/** `--entity`: what the query is about. `result` is the page's word for a task. */
export const entityOption = (): Option =>
  new Option('--entity <entity>', `what the query is about: ${entities.join(', ')} (or result, which is task)`)
    .makeOptionMandatory()
    .argParser((text: string): Entity => {
      const entity = text.toLowerCase() === 'result' ? 'task' : text.toLowerCase()
      if (isEntity(entity)) return entity
      throw new InvalidArgumentError(`It is one of ${entities.join(', ')}.`)
    })

/** The query itself, or standard input for `-`. */
export const queryText = (context: CommandContext, argument: string): Promise<string> =>
  argument === '-' ? context.readText('-') : Promise.resolve(argument)
