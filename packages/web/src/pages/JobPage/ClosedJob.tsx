import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Link } from 'react-router'
import { Notice } from '../../components/States/Notice.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { t } from '../../i18n/text.ts'

/** In place of a job that is in the list for everybody, and open to its people only. `reason`: the server's sentence. */
export const ClosedJob = ({ reason }: { readonly reason: string }) => (
  <>
    <PageHeader title={t('jobPeople.closedTitle')} parent={{ to: '/jobs', label: t('jobPage.jobs') }} />
    <Notice
      icon={IconLock}
      title={t('jobPeople.closedName')}
      action={
        <Button component={Link} to="/jobs" variant="default">
          {t('jobPeople.toJobs')}
        </Button>
      }
    >
      <p>{reason}</p>
      <p>{t('jobPeople.closedMore')}</p>
    </Notice>
  </>
)
