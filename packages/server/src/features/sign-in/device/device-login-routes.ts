import { apiRoute } from '../../../http/api-route.ts'
import type { AnyRoute } from '../../../http/route.ts'
import { clientFacts } from '../attempts/client-facts.ts'
import type { SignInCookies } from '../sessions/session-cookie.ts'
import type { DeviceLoginService } from './device-login-service.ts'

export function deviceLoginRoutes(service: DeviceLoginService, cookies: SignInCookies): AnyRoute[] {
  const client = clientFacts(cookies)
  return [
    apiRoute('startDeviceLogin', (_, { body, request }) => service.start(body, client(request)), { ratePerMinute: 20 }),
    apiRoute('takeDeviceLogin', (_, { body }) => service.take(body.deviceCode), {
      errors: ['device_code_unknown', 'device_refused', 'device_slow_down'],
      ratePerMinute: 120,
    }),
    apiRoute('inspectDeviceLogin', (principal, { body }) => service.inspect(principal, body.userCode), {
      errors: ['device_code_unknown'],
      ratePerMinute: 30,
    }),
    apiRoute(
      'decideDeviceLogin',
      async (principal, { body }) => {
        await service.decide(principal, body)
        return {}
      },
      { errors: ['device_code_unknown'], ratePerMinute: 30 },
    ),
  ]
}
