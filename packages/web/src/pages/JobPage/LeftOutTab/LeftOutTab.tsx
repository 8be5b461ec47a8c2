import { reasonSentence } from '@patchyard/domain'
import { IconCircleCheck } from '@tabler/icons-react'
import { Link } from 'react-router'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { SmallTable } from '../../../components/SmallTable/SmallTable.tsx'
import { Notice } from '../../../components/States/Notice.tsx'
import { useJobOnPage } from '../job-context.ts'
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
    <SmallTable
      look="page"
      label={t('jobPage.leftOut')}
      heads={[t('jobPage.what'), t('jobPage.name'), t('jobPage.why')]}
      rows={run.leftOut.map(one => [
        one.kind === 'asset' ? t('jobPage.asset') : t('jobPage.patch'),
        <Link key="name" to={`/${one.kind === 'asset' ? 'assets' : 'patches'}/${one.id}`}>
          <Reported text={one.name} wrap />
        </Link>,
        one.sentence === '' ? (reasonSentence(one.reason) ?? one.reason) : one.sentence,
      ])}
      none="–"
    />
  )
}
