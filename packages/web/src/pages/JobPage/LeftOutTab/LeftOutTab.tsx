import { reasonSentence } from '@patchyard/domain'
import { IconCircleCheck } from '@tabler/icons-react'
import { Link } from 'react-router'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Notice } from '../../../components/States/Notice.tsx'
import { useJobOnPage } from '../job-context.ts'
import css from './LeftOutTab.module.css'
import { t } from '../../../i18n/text.ts'

/** Whoever and whatever the plan left out, each with its reason. */
export function LeftOutTab() {
  const { run } = useJobOnPage()
  if (run === null || run.leftOut.length === 0)
    return (
      <Notice icon={IconCircleCheck} title={t('jobPage.nothingWasLeftOut')}>
        <p>{run === null ? t('jobPage.theJobHasNotRunYet') : t('jobPage.everyAssetAndPatchOfThe')}</p>
      </Notice>
    )
  return (
    <div className={css.scroller} role="region" aria-label={t('jobPage.leftOut')} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('jobPage.what')}</th>
            <th scope="col">{t('jobPage.name')}</th>
            <th scope="col">{t('jobPage.why')}</th>
          </tr>
        </thead>
        <tbody>
          {run.leftOut.map((one, i) => (
            <tr key={`${one.id} ${i}`}>
              <td>{one.kind === 'asset' ? t('jobPage.asset') : t('jobPage.patch')}</td>
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
