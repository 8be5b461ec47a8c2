import { Button } from '@mantine/core'
import { IconBug } from '@tabler/icons-react'
import { useRouteError } from 'react-router'
import { failureText } from '../../api/failure-text.ts'
import { Notice } from '../../components/States/Notice.tsx'

/** A mistake in the page itself: the frame stays, the person can go elsewhere. */
export function PageError() {
  const error = useRouteError()
  return (
    <Notice
      icon={IconBug}
      title="This page made a mistake"
      role="alert"
      action={
        <Button variant="default" onClick={() => globalThis.location.reload()}>
          Load it again
        </Button>
      }
    >
      <p>{failureText(error).detail}</p>
    </Notice>
  )
}
