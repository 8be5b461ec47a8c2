import { Button } from '@mantine/core'
import { IconMapPinOff } from '@tabler/icons-react'
import { Link } from 'react-router'
import { Notice } from '../../components/States/Notice.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { t } from '../../i18n/text.ts'

export function NotFoundPage() {
  return (
    <>
      <PageHeader title={t('frame.thereIsNoSuchPage')} />
      <Notice
        icon={IconMapPinOff}
        title={t('frame.nothingLivesUnderThisAddress')}
        action={
          <Button component={Link} to="/assets" variant="default">
            {t('frame.goToTheAssets')}
          </Button>
        }
      />
    </>
  )
}
