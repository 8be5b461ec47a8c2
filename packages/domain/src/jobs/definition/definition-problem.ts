import type { scheduleProblemTexts } from '../../schedule/schedule-problem.ts'

/** Stable; pages and programs branch on the codes. The sentences stand in docs/errors.md. */
export const definitionProblemTexts = {
  definition_malformed: 'A part of the job is missing or is not what it should be (an object, a list, a text…).',
  definition_member_unknown: 'A member is there that a job does not have.',
  job_kind: 'There is no such kind of job.',
  job_platform: 'There is no such platform.',
  text_too_long: 'A text is longer than allowed.',
  text_characters: 'A text holds control characters, half a character, or nothing that can be seen.',
  id_malformed: 'That is no id: ids are UUIDs in lower case.',
  assets_too_many: 'More single assets are named than a job may name; tags take any number.',
  asset_in_and_out: 'An asset is both included and excluded.',
  tags_too_many: 'More tags are named than a job may name.',
  tag_in_and_out: 'A tag is both included and excluded.',
  patches_from: 'Patches come from nowhere, a list, a query or another job, and have what belongs to that alone.',
  patches_too_many: 'More patches are named than a job may name; a query finds as many.',
  patches_query_empty: 'The query for patches is empty.',
  patches_query_rollback: 'A rollback job takes no query: which patches go back is said one by one.',
  actions_too_many: 'There are more actions before, or after, the patches than a job may have.',
  action_kind: 'There is no such kind of action on this platform.',
  action_name: 'Two actions of the job have the same name.',
  action_timeout: 'The time limit of an action is not a whole number of seconds within its limits.',
  action_interpreter: 'This platform has no such interpreter.',
  action_script: 'The script is empty, holds NUL or half a character, or is larger than allowed.',
  action_packages: 'Packages are not a list of exact names.',
  action_file: 'A file to install has an address (http or https, without a password), its SHA-256 and arguments.',
  action_service: 'That is not the name of one service, or there is no such operation.',
  action_registry: 'Key, type or data of a registry value are not what the registry takes.',
  option_value: 'An option has no such value.',
  option_window: 'Downloads may be spread over less than the window only.',
  message_deferrals: 'The number of deferrals, their length or both together are not within their limits.',
  message_countdown: 'The countdown is not a whole number of minutes within its limits.',
  kind_fixed: 'The kind of a job does not change; make another job.',
  platform_fixed: 'The platform of a job does not change; make another job.',
  assets_fixed: 'Single assets of a job that runs once do not change while it is enabled; tags do.',
  job_begun: 'The job runs once, and has begun: of it only name and description change. Clone it.',
  on_demand_enabled:
    'A job on demand begins with being enabled; one that waits for its time is disabled before it becomes one.',
  parts_missing: 'An enabled job keeps assets, patches or actions, and a schedule.',
} as const
export type DefinitionProblemCode = keyof typeof definitionProblemTexts | keyof typeof scheduleProblemTexts

export interface DefinitionProblem {
  readonly code: DefinitionProblemCode
  /** JSON pointer into the definition; '' for the whole of it. */
  readonly at: string
  /** Where, what was found, what is allowed. */
  readonly message: string
}

/** Answers and pages stay readable whatever was sent. */
const MOST = 50

/** Collects what is wrong, the first fifty of it. */
export class DefinitionProblems {
  readonly found: DefinitionProblem[] = []

  add(code: DefinitionProblemCode, at: string, message: string): void {
    if (this.found.length < MOST) this.found.push({ code, at, message: `${at === '' ? 'the job' : at}: ${message}` })
  }
}
