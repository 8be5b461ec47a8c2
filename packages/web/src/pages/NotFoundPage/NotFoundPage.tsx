import { Button } from '@mantine/core'
import { IconMapPinOff } from '@tabler/icons-react'
import { Link } from 'react-router'
import { Notice } from '../../components/States/Notice.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'

export function NotFoundPage() {
  return (
    <>
      <PageHeader title="There is no such page" />
      <Notice
        icon={IconMapPinOff}
        title="Nothing lives under this address"
        action={
          <Button component={Link} to="/assets" variant="default">
            Go to the assets
          </Button>
        }
      />
    </>
  )
}
