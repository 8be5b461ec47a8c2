import Type, { type Static } from 'typebox'
import { shapeOf } from '../../fields/shape-problem.ts'

// https://csrc.nist.gov/schema/nvd/api/2.0/cve_api_json_2.0.schema: what is used of it. Files of years and pages of the API are alike.

const pageSchema = Type.Object({
  format: Type.Literal('NVD_CVE'),
  version: Type.Literal('2.0'),
  startIndex: Type.Integer({ minimum: 0 }),
  totalResults: Type.Integer({ minimum: 0 }),
  timestamp: Type.String(),
  /** Its entries are read one by one before the rest. */
  vulnerabilities: Type.Array(Type.Unknown(), { maxItems: 0 }),
})

const texts = Type.Array(Type.Object({ lang: Type.String(), value: Type.String() }))
const list = Type.Optional(Type.Array(Type.Unknown()))

const entrySchema = Type.Object({
  cve: Type.Object({
    id: Type.String(),
    published: Type.String(),
    lastModified: Type.String(),
    vulnStatus: Type.Optional(Type.String()),
    descriptions: texts,
    metrics: Type.Optional(
      Type.Object({
        cvssMetricV40: list,
        cvssMetricV31: list,
        cvssMetricV30: list,
        cvssMetricV2: list,
        ssvcV203: list,
      }),
    ),
    weaknesses: Type.Optional(Type.Array(Type.Object({ description: texts }))),
    references: Type.Optional(Type.Array(Type.Object({ url: Type.String() }))),
  }),
})

const metricSchema = Type.Object({
  source: Type.String(),
  type: Type.String(),
  cvssData: Type.Object({ vectorString: Type.String() }),
})

const ssvcSchema = Type.Object({ ssvcData: Type.Object({ options: Type.Array(Type.Unknown()) }) })

export type NvdPage = Static<typeof pageSchema>
export type NvdEntry = Static<typeof entrySchema>['cve']

export const pageShape = shapeOf(pageSchema)
export const entryShape = shapeOf(entrySchema)
export const metricShape = shapeOf(metricSchema)
export const ssvcShape = shapeOf(ssvcSchema)
