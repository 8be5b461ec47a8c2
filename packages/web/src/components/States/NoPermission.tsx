import { IconLock } from '@tabler/icons-react'
import { Notice } from './Notice.tsx'

/** A page that the person's role does not open. */
export function NoPermission({ what }: { readonly what: string }) {
  return (
    <Notice icon={IconLock} title="Your role does not allow this">
      <p>{what} An administrator of the subscription can give you a role that allows it.</p>
    </Notice>
  )
}
