/** Signing in. */
export const session = {
  'session.whoYouAre': 'who you are',
  'session.yourSessionHasEnded': 'Your session has ended',
  'session.signInAgainToGoOn': 'Sign in again to go on; nothing on this page is lost.',
  'session.eMailAddress': 'E-mail address',
  'session.password': 'Password',
  'session.signIn': 'Sign in',
  'session.welcomeToPatchyard': 'Welcome to Patchyard',
  'session.thisServerIsNewMakeIts':
    'This server is new. Make its first administrator: you can invite machines and other people afterwards.',
  'session.oneTimeToken': 'One-time token',
  'session.fromTheLinkThatTheServer': 'From the link that the server printed at its start. It ends after 15 minutes.',
  'session.yourName': 'Your name',
  'session.youSignInWithIt': 'You sign in with it.',
  'session.atLeastCharactersASentenceIs':
    'At least {{leastPassword}} characters; a sentence is easier to keep in mind than symbols.',
  'session.makeTheFirstAdministrator': 'Make the first administrator',
  'session.notSignedOut': 'Not signed out',
} as const
