import type { AssessmentProfile, AssetProfiles, ConfigurationProfile, Licence, ProfileDocument } from '@patchyard/api'
import { defaultProfileDocument } from '@patchyard/domain'
import { type Answers, Refusal } from './fake-api.ts'
import { pageOf } from './page-of.ts'
import { sampleId } from './sample-ids.ts'

const prod = { id: sampleId('tag', 1), name: 'prod' }
const staging = { id: sampleId('tag', 2), name: 'staging' }
const frozen = { id: sampleId('tag', 3), name: 'frozen' }

const office: ProfileDocument = {
  ...defaultProfileDocument,
  otherUpdaters: 'off',
  bandwidthKBs: 500,
  cpuPercent: 50,
  blackouts: [
    {
      days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      from: '08:00',
      minutes: 600,
      zone: 'Europe/Berlin',
    },
  ],
}

/** The licence and the profiles of the sample fleet; they change when they are told to. */
export function profileAnswers(nowMs: number): Answers {
  const at = (days: number): string => new Date(nowMs + days * 86_400_000).toISOString()
  const named = (ids: readonly string[]) =>
    ids.map(id => ({ id, name: [prod, staging, frozen].find(tag => tag.id === id)?.name ?? 'Berlin' }))
  const found = <Row>(row: Row | undefined): Row => {
    if (row === undefined) throw new Refusal(404, 'not_found', 'There is nothing here that you can see')
    return row
  }
  let licence: Licence = {
    kind: 'full',
    effectiveKind: 'full',
    limit: 50,
    endAt: at(210),
    used: { windows: 0, linux: 50, mac: 0, total: 50 },
    wanted: 58,
    percent: 116,
    include: [],
    exclude: [frozen],
    calculatedAt: at(-0.01),
    calculating: false,
  }
  const assessment = (n: number, name: string, part: Partial<AssessmentProfile>): AssessmentProfile => ({
    id: sampleId('profile', n),
    name,
    isDefault: false,
    enabled: true,
    scanEveryS: 14_400,
    effectiveScanEveryS: part.scanEveryS ?? 14_400,
    tags: [],
    assetCount: 11 * n,
    createdAt: at(-30 + n),
    modifiedAt: at(-10 + n),
    ...part,
  })
  let assessments = [
    assessment(1, 'Default', { isDefault: true, scanEveryS: 86_400, createdAt: at(-60) }),
    assessment(2, 'Production', { tags: [prod] }),
    assessment(3, 'Year-end freeze', { tags: [frozen], enabled: false, scanEveryS: 604_800, assetCount: 0 }),
  ]
  const configuration = (n: number, name: string, part: Partial<ConfigurationProfile>): ConfigurationProfile => ({
    id: sampleId('profile', 100 + n),
    name,
    description: '',
    isDefault: false,
    priority: n,
    document: defaultProfileDocument as ProfileDocument,
    version: '7b1d'.repeat(16),
    tags: [],
    assetCount: 13 * n,
    createdAt: at(-40 + n),
    modifiedAt: at(-9 + n),
    ...part,
  })
  let configurations = [
    configuration(1, 'Frozen', {
      tags: [frozen],
      document: { ...(defaultProfileDocument as ProfileDocument), patching: false },
    }),
    configuration(2, 'Office hours', { tags: [prod, staging], document: office, description: 'Nobody is disturbed.' }),
    configuration(3, 'Default', { isDefault: true, priority: null }),
  ]
  const assetProfiles: AssetProfiles = {
    assessment: {
      profile: { id: sampleId('profile', 2), name: 'Production', isDefault: false, scanEveryS: 14_400 },
      tag: prod,
      carried: [prod],
      others: [{ id: sampleId('profile', 3), name: 'Year-end freeze', scanEveryS: 604_800 }],
      effectiveScanEveryS: 14_400,
    },
    configuration: {
      profile: {
        id: sampleId('profile', 102),
        name: 'Office hours',
        isDefault: false,
        priority: 2,
        version: '7b1d'.repeat(16),
      },
      tag: prod,
      carried: [prod],
      others: [],
      document: office,
      nextBlackouts: [{ from: at(0.5), to: at(0.9) }],
    },
    delivery: 'taken',
    host: [
      { kind: 'limit', name: 'cpuPercent', state: 'applied', detail: '' },
      { kind: 'updater', name: 'unattended-upgrades', state: 'switchedOff', detail: '' },
    ],
  }
  return {
    getLicence: () => licence,
    setLicenceTags: ({ body }) => {
      licence = {
        ...licence,
        include: body.include === undefined ? licence.include : named(body.include),
        exclude: body.exclude === undefined ? licence.exclude : named(body.exclude),
      }
      return licence
    },
    listAssessmentProfiles: ({ query }) => pageOf(assessments, query, one => one.name),
    getAssessmentProfile: ({ params }) => found(assessments.find(one => one.id === params.id)),
    createAssessmentProfile: ({ body }) => {
      const { tags, ...rest } = body
      const made = assessment(20 + assessments.length, body.name, {
        ...rest,
        enabled: body.enabled ?? true,
        tags: named(tags),
        assetCount: 0,
      })
      assessments = [...assessments, made]
      return made
    },
    changeAssessmentProfile: ({ params, body }) => {
      const { tags, ...rest } = body
      const changed = {
        ...found(assessments.find(one => one.id === params.id)),
        ...rest,
        ...(tags === undefined ? {} : { tags: named(tags) }),
      }
      assessments = assessments.map(one => (one.id === changed.id ? changed : one))
      return changed
    },
    deleteAssessmentProfile: ({ params }) => {
      assessments = assessments.filter(one => one.id !== params.id)
      return {}
    },
    bulkAssessmentProfiles: ({ body }) => {
      assessments =
        body.action === 'delete'
          ? assessments.filter(one => !body.ids.includes(one.id))
          : assessments.map(one => (body.ids.includes(one.id) ? { ...one, enabled: body.action === 'enable' } : one))
      return { done: body.ids, refused: [] }
    },
    listConfigurationProfiles: ({ query }) => pageOf(configurations, { ...query, sort: '' }, one => one.name),
    getConfigurationProfile: ({ params }) => found(configurations.find(one => one.id === params.id)),
    createConfigurationProfile: ({ body }) => {
      const made = configuration(20 + configurations.length, body.name, {
        tags: named(body.tags),
        description: body.description ?? '',
        document: { ...(defaultProfileDocument as ProfileDocument), ...body.document },
      })
      configurations = [...configurations, made]
      return made
    },
    changeConfigurationProfile: ({ params, body }) => {
      const before = found(configurations.find(one => one.id === params.id))
      const { tags, document, ...rest } = body
      const changed = {
        ...before,
        ...rest,
        document: { ...before.document, ...document },
        ...(tags === undefined ? {} : { tags: named(tags) }),
      }
      configurations = configurations.map(one => (one.id === changed.id ? changed : one))
      return changed
    },
    deleteConfigurationProfile: ({ params }) => {
      configurations = configurations.filter(one => one.id !== params.id)
      return {}
    },
    bulkConfigurationProfiles: ({ body }) => {
      configurations = configurations.filter(one => !body.ids.includes(one.id))
      return { done: body.ids, refused: [] }
    },
    orderConfigurationProfiles: ({ body }) => {
      configurations = [
        ...body.ids.flatMap((id, n) => {
          const one = configurations.find(each => each.id === id)
          return one === undefined ? [] : [{ ...one, priority: n + 1 }]
        }),
        ...configurations.filter(one => one.isDefault),
      ]
      return {}
    },
    getAssetProfiles: () => assetProfiles,
  }
}
