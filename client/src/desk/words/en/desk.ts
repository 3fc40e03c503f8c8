import type { SameKeys } from '../../../locales/same-keys.ts';
import type source from '../zh-CN/desk.ts';

export default {
  name: 'Donation register: work desk',
  pages: 'Pages of the desk',
  signOut: 'Sign out',
  roles: {
    REGISTRAR: 'Registrar',
    COORDINATOR: 'Coordinator',
    MANAGER: 'Manager',
    AUDITOR: 'Auditor',
    CLINICIAN: 'Clinician',
  },
  home: {
    nav: 'My account',
    heading: 'My account',
    name: 'Name',
    role: 'Role',
    organisation: 'Red Cross body',
    hospital: 'Hospital',
    area: 'Area',
    session: 'Signed out when idle until',
    scopeOfStaff: 'You can see records of {area} and of the places below it, and of nowhere else.',
    scopeOfClinician: 'You can see the look-ups of your hospital, and of no other.',
    recorded: 'Everything you do here is recorded. A person whose decision you look up can see your name and where you work.',
  },
  signIn: {
    heading: 'Sign in to the work desk',
    explain: 'This is for staff of the Red Cross and for clinicians whom a hospital has named. Sign in with the sign-in service of your organisation.',
    factors: 'Signing in takes two factors, one of them a one-time code, a certificate or a security key. A text message does not count.',
    begin: 'Go to the sign-in service',
    working: 'Signing in, please wait',
    refused: 'You are not signed in',
    again: 'Sign in again',
    ended: 'You have been signed out',
    endedMessage: 'Nothing happened for a while, or your account was used to sign in elsewhere. Please sign in again.',
  },
} satisfies SameKeys<typeof source>;
