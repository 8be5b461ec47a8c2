import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconPlus } from '@tabler/icons-react'
import { Link, useSearchParams } from 'react-router'
import { t } from '../../i18n/text.ts'

/** What sort of job; its platform is that of the tab. */
export function CreateJob() {
  const [address] = useSearchParams()
  const platform = address.get('platform')
  const addressOf = (kind: string): string => {
    const to = new URLSearchParams({ kind, ...(platform === null || platform === 'all' ? {} : { platform }) })
    return `/jobs/new?${to}`
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          leftSection={<IconPlus size={15} aria-hidden />}
          rightSection={<IconChevronDown size={15} aria-hidden />}
        >
          {t('job.createMenu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={addressOf('deployment')}>
          {t('wizard.deploymentJob')}
        </Menu.Item>
        <Menu.Item component={Link} to={addressOf('rollback')}>
          {t('wizard.rollbackJob')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
