import { patchRuleKinds, patchRuleLimits, patchRuleTargets } from '@patchyard/domain'
import Type, { type Static } from 'typebox'
import { Id, Instant, ListOf, Nullable, Words } from './common.ts'

const strict = { additionalProperties: false } as const
const { min, max } = patchRuleLimits.minAgeDays

export const PatchRule = Type.Object(
  {
    id: Id,
    name: Type.String(),
    kind: Words(patchRuleKinds),
    target: Words(patchRuleTargets),
    value: Type.String({ description: "Key of a patch, product, or query about patches; '' of all." }),
    minAgeDays: Nullable(Type.Integer()),
    reason: Type.String(),
    tags: Type.Array(Id, { description: 'Only for assets that carry one of them, or one below; none: for all.' }),
    active: Type.Boolean(),
    createdBy: Type.String(),
    createdAt: Instant,
    endsAt: Nullable(Instant),
    endedBy: Nullable(Type.String({ description: 'Who ended it before its time.' })),
  },
  { $id: 'PatchRule' },
)
export type PatchRule = Static<typeof PatchRule>
export const PatchRuleList = ListOf(PatchRule, 'PatchRuleList')

export const PatchRuleCreate = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: patchRuleLimits.nameLength }),
    kind: Words(patchRuleKinds),
    target: Words(patchRuleTargets),
    value: Type.Optional(Type.String({ maxLength: 8000, description: 'Needed for everything but all.' })),
    minAgeDays: Type.Optional(Type.Integer({ minimum: min, maximum: max, description: 'Needed for minAge.' })),
    reason: Type.String({ minLength: 1, maxLength: patchRuleLimits.reasonLength }),
    tags: Type.Optional(Type.Array(Id, { maxItems: patchRuleLimits.tags, uniqueItems: true })),
    endsAt: Type.Optional(Nullable(Instant)),
  },
  strict,
)
export type PatchRuleCreate = Static<typeof PatchRuleCreate>

export const EmergencyStop = Type.Object(
  {
    reason: Type.String({ minLength: 1, maxLength: patchRuleLimits.reasonLength, description: 'Kept in the audit.' }),
    job: Type.Optional({ ...Id, description: 'Only this job; otherwise all of the subscription.' }),
  },
  strict,
)
export type EmergencyStop = Static<typeof EmergencyStop>

export const EmergencyStopped = Type.Object(
  {
    jobs: Type.Integer({ minimum: 0, description: 'Jobs that are Halted now.' }),
    runs: Type.Integer({ minimum: 0, description: 'Runs of which nothing further begins.' }),
    asked: Type.Integer({ minimum: 0, description: 'Agents that had their task already and are told to stop.' }),
  },
  { $id: 'EmergencyStopped' },
)
export type EmergencyStopped = Static<typeof EmergencyStopped>
