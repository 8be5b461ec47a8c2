import type { CallResult, JobDetail, PatchAsset } from '@patchyard/api'
import { denials, type Role } from '@patchyard/domain'
import { type Answers, Refusal } from './fake-api.ts'
import { findInSample } from './find-in-sample.ts'
import { pageOf } from './page-of.ts'
import { peopleAnswers } from './sample-people.ts'
import { auditAnswers, soughtAudit } from './sample-audit.ts'
import {
  sampleAbout,
  sampleActivationKeys,
  sampleAgents,
  sampleApiKeys,
  sampleInstalls,
  sampleMe,
} from './sample-access.ts'
import { assetActionAnswers } from './sample-asset-actions.ts'
import { sampleAssets } from './sample-assets.ts'
import {
  completeInSample,
  explainInSample,
  soughtAssets,
  soughtJobs,
  soughtPatches,
  soughtVulnerabilities,
  whyInSample,
} from './sample-finds.ts'
import { bundleAnswers } from './sample-bundles.ts'
import { feedAnswers } from './sample-feeds.ts'
import { searchAnswers } from './sample-searches.ts'
import { signInAnswers } from './sample-sign-in.ts'
import { identityAnswers } from './sample-identity.ts'
import { sampleId } from './sample-ids.ts'
import { jobPeopleAnswers, seenBy } from './sample-job-people.ts'
import { jobDefinitionAnswers } from './sample-job-definitions.ts'
import { countTasks } from './count-tasks.ts'
import { sampleJobs } from './sample-jobs.ts'
import { sampleSupersedence, sampleVulnerability } from './sample-catalog.ts'
import { samplePackages, samplePatches } from './sample-patches.ts'
import { programAnswers, sampleProgramsOfAsset } from './sample-programs.ts'
import { profileAnswers } from './sample-profiles.ts'
import { tagAnswers } from './sample-tags.ts'
import { sampleSystems } from './sample-systems.ts'

export interface SampleOptions {
  readonly nowMs: number
  readonly assetCount?: number
  readonly role?: Role
  /** false: the page begins at the sign-in. */
  readonly signedIn?: boolean
  /** false: the person has no second factor but passkeys. */
  readonly hasFactor?: boolean
  /** false: dangerous actions ask for a proof. */
  readonly proven?: boolean
}

const found = <Row>(row: Row | undefined): Row => {
  if (row === undefined) throw new Refusal(404, 'not_found', 'There is nothing here that you can see.')
  return row
}

/** A small fleet that answers every route, and changes when it is told to: for pictures and for tests of whole ways. */
export function sampleAnswers({
  nowMs,
  assetCount = 64,
  role = 'administrator',
  signedIn = true,
  hasFactor = false,
  proven = true,
}: SampleOptions): Answers {
  const samples = sampleAssets(assetCount, nowMs)
  const assets = samples.map(one => one.asset)
  const findings = samples.flatMap(one => one.findings.map(finding => ({ asset: one.asset, finding })))
  const patches = samplePatches(nowMs).map(patch => {
    const here = findings.filter(({ finding }) => finding.patchId === patch.id)
    const missing = here.filter(({ finding }) => finding.status === 'missing').length
    return { ...patch, missingCount: missing, installedCount: here.length - missing }
  })
  let agents = sampleAgents(assets, nowMs)
  let apiKeys = sampleApiKeys(nowMs)
  let activationKeys = sampleActivationKeys(nowMs)
  let jobs = sampleJobs(samples, nowMs)
  const now = new Date(nowMs).toISOString()
  const me = sampleMe(role)
  const people = peopleAnswers(me, nowMs)
  const entrance = signInAnswers({ me, nowMs, signedIn, hasFactor, proven })

  const jobOf = (id: string) => found(jobs.find(one => one.job.id === id))
  const withJob = (id: string, change: Partial<JobDetail>): CallResult<'getJob'> => {
    const old = jobOf(id)
    jobs = jobs.map(one => (one === old ? { ...one, job: { ...one.job, ...change } } : one))
    return jobOf(id).job
  }
  const withAgent = (id: string, status: 'active' | 'rejected' | 'revoked'): CallResult<'getAgent'> => {
    const agent = { ...found(agents.find(one => one.id === id)), status, why: null }
    agents = agents.map(one => (one.id === id ? agent : one))
    return agent
  }

  const fleet = { samples, patches }
  const objects = () => ({
    asset: soughtAssets(fleet).map(one => one.object),
    patch: soughtPatches(fleet).map(one => one.object),
    job: soughtJobs(jobs.map(one => one.job)).map(one => one.object),
    task: [],
    vulnerability: soughtVulnerabilities(fleet, nowMs).map(one => one.object),
    audit: soughtAudit(nowMs).map(one => one.object),
  })

  return {
    ...searchAnswers(nowMs, me.email),
    ...tagAnswers(nowMs, assets),
    ...profileAnswers(nowMs),
    ...programAnswers(nowMs),
    ...feedAnswers(nowMs),
    ...bundleAnswers(nowMs),
    ...assetActionAnswers(assets),
    ...auditAnswers(nowMs),
    ...people,
    completeQuery: ({ body }) => completeInSample(objects(), body.entity, body.text, body.position),
    whyQuery: ({ body }) => {
      const why = whyInSample(objects(), body, nowMs)
      if (why === null) throw new Refusal(404, 'not_found', 'There is nothing here that you can see')
      return why
    },
    explainQuery: ({ body }) => explainInSample(objects(), body.entity, body.text, body.having ?? null, nowMs),

    ...entrance.answers,
    ...identityAnswers(nowMs, entrance.demandProof),
    about: () => sampleAbout,
    getSupportedSystems: () => sampleSystems(nowMs),

    listAssets: ({ query }) => findInSample('asset', soughtAssets(fleet), query, nowMs),
    getAsset: ({ params }) => found(assets.find(one => one.id === params.id)),
    listFindings: ({ params, query }) => {
      const rows = found(samples.find(one => one.asset.id === params.id)).findings.filter(
        one =>
          (query.status === undefined || one.status === query.status) && (query.security !== true || one.isSecurity),
      )
      return pageOf(rows, query, one => `${one.title} ${one.key}`)
    },
    listSoftware: ({ query }) =>
      pageOf([...samplePackages(patches), ...sampleProgramsOfAsset], query, one => `${one.name} ${one.publisher}`),
    scanAsset: () => ({}),

    listPatches: ({ query }) => findInSample('patch', soughtPatches(fleet), query, nowMs),
    listVulnerabilities: ({ query }) =>
      findInSample('vulnerability', soughtVulnerabilities(fleet, nowMs), query, nowMs),
    getVulnerability: ({ params }) =>
      sampleVulnerability(
        found(soughtVulnerabilities(fleet, nowMs).find(one => one.row.cve === params.cve.toUpperCase())).row,
        nowMs,
      ),
    getPatchByKey: ({ query }) => found(patches.find(one => one.key === query.key)),
    getPatch: ({ params }) => found(patches.find(one => one.id === params.id)),
    getSupersedence: ({ params }) => {
      const n = patches.findIndex(one => one.id === params.id)
      return sampleSupersedence(n, found(patches[n]), nowMs)
    },
    listPatchAssets: ({ params, query }) => {
      const rows = findings
        .filter(({ finding }) => finding.patchId === params.id && finding.status === (query.status ?? finding.status))
        .map(
          ({ asset, finding }): PatchAsset => ({
            id: asset.id,
            name: asset.name,
            operatingSystem: asset.operatingSystem,
            status: finding.status,
            since: finding.since,
            exposedSince: finding.exposedSince,
          }),
        )
      return pageOf(rows, query, one => one.name)
    },

    listJobs: ({ query }) => findInSample('job', soughtJobs(jobs.map(one => seenBy(me, one.job))), query, nowMs),
    getJob: ({ params }) => {
      const job = seenBy(me, jobOf(params.id).job)
      if (!job.mayOpen) throw new Refusal(403, 'forbidden', denials.notCoAuthor)
      return job
    },
    ...jobPeopleAnswers({
      read: id => jobOf(id).job,
      change: withJob,
      person: id => people.getPerson({ params: { id } } as never),
    }),
    ...jobDefinitionAnswers({
      nowMs,
      samples,
      patches,
      jobs: () => jobs,
      put: (id, one) => {
        jobs = jobs.some(known => known.job.id === id)
          ? jobs.flatMap(known => (known.job.id !== id ? [known] : one === null ? [] : [one]))
          : one === null
            ? jobs
            : [...jobs, one]
      },
    }),
    changeJob: ({ params, body }) => {
      const { name } = jobOf(params.id).job
      if (body.was !== undefined && body.was !== name)
        throw new Refusal(409, 'conflict', `the job has another name by now: ${name}`)
      return withJob(params.id, { name: body.name })
    },
    deleteJob: ({ params }) => {
      const gone = jobOf(params.id)
      if (gone.job.runs.length > 0) throw new Refusal(409, 'conflict', 'the job ran, and its results are kept')
      jobs = jobs.filter(one => one !== gone)
      return {}
    },
    enableJob: ({ params }) => withJob(params.id, { status: 'enabled' }),
    disableJob: ({ params }) => withJob(params.id, { status: 'disabled' }),
    cancelJob: ({ params }) => {
      const { job } = jobOf(params.id)
      const runs = job.runs.map(run => ({
        ...run,
        status: 'cancelled' as const,
        endedAt: now,
        tasks: { ...run.tasks, cancelled: run.tasks.cancelled + run.tasks.open, open: 0 },
      }))
      return withJob(params.id, { status: 'completed', runs })
    },
    retryJob: ({ params, body }) => {
      const { job } = jobOf(params.id)
      const count = body.tasks?.length ?? 1
      const run = {
        ...found(job.runs[0]),
        id: sampleId('run', 500 + job.runs.length),
        status: 'active' as const,
        nominalAt: now,
        startedAt: now,
        endedAt: null,
        retryOf: job.runs[0]?.id ?? null,
        leftOut: [],
        tasks: countTasks(Array.from({ length: count }, () => 'sent' as const)),
      }
      return withJob(params.id, { status: 'enabled', runs: [...job.runs, run] })
    },
    listRunTasks: ({ params, query }) => {
      const rows = jobs.flatMap(one => one.tasks).filter(one => one.runId === params.id)
      const { sort, ...rest } = query
      const field = sort?.replace('asset', 'name')
      const page = pageOf(
        rows.map(row => ({ ...row, name: row.asset.name })),
        field === undefined ? rest : { ...rest, sort: field },
        one => one.name,
      )
      return { ...page, items: page.items }
    },
    getTask: ({ params }) => found(jobs.flatMap(one => one.tasks).find(one => one.id === params.id)),

    listAgents: ({ query }) => pageOf(agents, query, one => `${one.name} ${one.os} ${one.address ?? ''}`),
    getAgent: ({ params }) => found(agents.find(one => one.id === params.id)),
    acceptAgents: ({ body }) => ({ changed: body.ids.map(id => withAgent(id, 'active')).length }),
    rejectAgents: ({ body }) => ({ changed: body.ids.map(id => withAgent(id, 'rejected')).length }),
    revokeAgents: ({ body }) => ({ changed: body.ids.map(id => withAgent(id, 'revoked')).length }),
    acceptAgent: ({ params }) => withAgent(params.id, 'active'),
    resumeAgent: ({ params }) => withAgent(params.id, 'active'),
    rejectAgent: ({ params }) => withAgent(params.id, 'rejected'),
    revokeAgent: ({ params }) => withAgent(params.id, 'revoked'),

    listApiKeys: ({ query }) => {
      const { person, ...asked } = query
      // All keys of the sample are those of who is signed in.
      return pageOf(person === undefined || person === me.id ? apiKeys : [], asked, one => one.title)
    },
    createApiKey: ({ body }) => {
      entrance.demandProof()
      const key = {
        id: sampleId('apiKey', apiKeys.length + 1),
        title: body.title,
        prefix: 'pyk_7Hq2sa',
        role: body.role ?? null,
        permissions: body.permissions ?? null,
        owner: me.email,
        createdAt: now,
        usedAt: null,
        expiresAt: body.expiresAt ?? null,
        revokedAt: null,
        leakedAt: null,
      }
      apiKeys = [key, ...apiKeys]
      return { key, secret: 'pyk_7Hq2sampleSecretThatIsShownOnce9dXw' }
    },
    revokeApiKey: ({ params }) => {
      const key = { ...found(apiKeys.find(one => one.id === params.id)), revokedAt: now }
      apiKeys = apiKeys.map(one => (one.id === key.id ? key : one))
      return key
    },

    listActivationKeys: ({ query }) => pageOf(activationKeys, query, one => one.title),
    createActivationKey: ({ body }) => {
      const key = {
        id: sampleId('activationKey', activationKeys.length + 1),
        title: body.title,
        autoAccept: body.autoAccept ?? true,
        uses: 0,
        maxUses: body.maxUses ?? null,
        allowedNetworks: body.allowedNetworks ?? [],
        tags: (body.tags ?? []).map(id => ({ id, name: id })),
        createdAt: now,
        validFrom: now,
        expiresAt: body.expiresAt ?? null,
        revokedAt: null,
      }
      activationKeys = [key, ...activationKeys]
      const text = `pyak1_${'Ab3dEf6hJk9mNp2qRs5tUv8wXy'.repeat(6)}`
      return { key, text, ...sampleInstalls(text) }
    },
    revokeActivationKey: ({ params }) => {
      const key = { ...found(activationKeys.find(one => one.id === params.id)), revokedAt: now }
      activationKeys = activationKeys.map(one => (one.id === key.id ? key : one))
      return key
    },
  }
}
