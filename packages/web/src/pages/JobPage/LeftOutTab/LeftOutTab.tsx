import { reasonSentence } from '@patchyard/domain'
import { IconCircleCheck } from '@tabler/icons-react'
import { Link } from 'react-router'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Notice } from '../../../components/States/Notice.tsx'
import { useJobOnPage } from '../job-context.ts'
import css from './LeftOutTab.module.css'

/** Whoever and whatever the plan left out, each with its reason. */
export function LeftOutTab() {
  const { run } = useJobOnPage()
  if (run === null || run.leftOut.length === 0)
    return (
      <Notice icon={IconCircleCheck} title="Nothing was left out">
        <p>{run === null ? 'The job has not run yet.' : 'Every asset and patch of the job is in this run.'}</p>
      </Notice>
    )
  return (
    <div className={css.scroller} role="region" aria-label="Left out" tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Name</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {run.leftOut.map((one, i) => (
            <tr key={`${one.id} ${i}`}>
              <td>{one.kind === 'asset' ? 'Asset' : 'Patch'}</td>
              <th scope="row">
                <Link to={`/${one.kind === 'asset' ? 'assets' : 'patches'}/${one.id}`}>
                  <Reported text={one.name} wrap />
                </Link>
              </th>
              <td>
                <Reported text={one.sentence} instead={reasonSentence(one.reason) ?? one.reason} wrap />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
