import type { JobDetail, Me, Person } from '@patchyard/api'
import { type Answers, Refusal } from './fake-api.ts'
import { sampleId } from './sample-ids.ts'

type JobPeople = Pick<JobDetail, 'owner' | 'ownedBy' | 'needsOwner' | 'coAuthors'>

const dan = { id: sampleId('person', 4), name: 'Dan Okoro', email: 'dan.okoro@example.org' }
const bo = { id: sampleId('person', 2), name: 'Bo Lind', email: 'bo.lind@example.org' }
const cleo = { id: sampleId('person', 3), name: 'Cleo Marsh', email: 'cleo.marsh@example.org' }

/** The first job has co-authors of both kinds; the third belongs to somebody who is disabled. */
export function peopleOfJob(n: number): Partial<JobPeople> {
  if (n === 1)
    return {
      coAuthors: [
        { ...bo, mayEdit: true },
        { ...cleo, mayEdit: false },
      ],
    }
  if (n === 3) return { owner: dan.email, ownedBy: dan, needsOwner: true }
  return {}
}

/** As the server says it to who may open any job, and to everybody else. */
export function seenBy(me: Me, job: JobDetail): JobDetail {
  const opensAny = me.permissions.includes('job.readAny')
  const own = job.ownedBy?.id === me.id
  const mayStart = !job.needsOwner
  return {
    ...job,
    mayOpen: opensAny || own,
    may: job.may.filter(action => (action === 'job.start' ? mayStart : true)),
  }
}

interface JobsOfSample {
  read(id: string): JobDetail
  change(id: string, part: Partial<JobDetail>): JobDetail
  person(id: string): Person
}

/** Co-authors and owners, which follow what is done to them. */
export function jobPeopleAnswers({ read, change, person }: JobsOfSample): Answers {
  const shown = (id: string) => {
    const { name, email } = person(id)
    return { id, name, email }
  }
  return {
    addCoAuthor: ({ params, body }) => {
      const { roles } = person(body.person)
      const mayEdit = roles.some(role => role !== 'patchReader' && role !== 'patchSecurity')
      return change(params.id, {
        coAuthors: [...read(params.id).coAuthors, { ...shown(body.person), mayEdit }],
      })
    },
    removeCoAuthor: ({ params }) =>
      change(params.id, { coAuthors: read(params.id).coAuthors.filter(one => one.id !== params.person) }),
    changeJobOwner: ({ body }) => {
      const owner = shown(body.owner)
      const isWide = person(body.owner).scope.all
      if (person(body.owner).status === 'disabled')
        throw new Refusal(403, 'forbidden', 'The new owner must not be disabled.')
      const jobs = body.jobs.map(read).map(job => ({
        id: job.id,
        name: job.name,
        before: job.ownedBy,
        assets: isWide ? job.assetCount : Math.ceil(job.assetCount / 3),
        assetsOutside: isWide ? 0 : job.assetCount - Math.ceil(job.assetCount / 3),
        nowOnlyViewing: [],
      }))
      if (body.dryRun !== true)
        for (const { id } of jobs) change(id, { owner: owner.email, ownedBy: owner, needsOwner: false })
      return { owner, jobs }
    },
  }
}
