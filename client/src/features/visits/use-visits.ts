import { type ComputedRef, type InjectionKey, type Ref, type ShallowRef, computed, inject, provide, shallowRef } from 'vue';
import { useI18n } from '../../use-i18n.ts';
import { useRouter } from 'vue-router';
import { AskForHomeVisitDocument, type AskForHomeVisitMutation, type HomeVisitFieldsFragment, type HomeVisitPurpose, type HomeVisitsQuery } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { useDraft } from '../../use-draft.ts';
import { type Command, useCommand } from '../../parts/use-command.ts';
import type { Problem } from '../../ui/problems.ts';

/** One visit that was asked for. */
export type Visit = HomeVisitFieldsFragment;
/** The signed-in person with their visits. */
export type VisitsViewer = NonNullable<HomeVisitsQuery['viewer']>;

/** What was answered so far. */
export interface VisitAnswers {
  purpose: HomeVisitPurpose | null;
  areaCode: string;
  address: string;
  phone: string;
  convenientTime: string;
  helperName: string;
}

/** Asking for a visit, shared by its screens. */
export interface Visits {
  readonly viewer: ComputedRef<VisitsViewer>;
  readonly open: ComputedRef<Visit | null>;
  readonly answers: ComputedRef<VisitAnswers>;
  readonly command: Command<AskForHomeVisitMutation['askForHomeVisit']>;
  readonly problems: Readonly<ShallowRef<readonly Problem[]>>;
  /** The receipt number of what was just asked for. */
  readonly asked: Ref<string>;
  keepPlace(path: string): void;
  reload(): Promise<void>;
  ask(): Promise<void>;
}

const visitsKey: InjectionKey<Visits> = Symbol('visits');

/** The visits that the screen is part of. */
export function useVisits(): Visits {
  const visits = inject(visitsKey);
  if (!visits) throw new Error('this screen is part of a journey');
  return visits;
}

/** Whether somebody is still to come. */
export const isOpen = ({ status }: Pick<Visit, 'status'>): boolean => status === 'RECEIVED' || status === 'APPOINTED';

const screens: Readonly<Record<string, string>> = { purpose: 'purpose', areaCode: 'place', address: 'place', phone: 'contact', convenientTime: 'contact', helperName: 'contact' };

/** Makes what the screens share, and gives it to those below. */
export function provideVisits(viewer: ComputedRef<VisitsViewer>, reload: () => Promise<void>): Visits {
  const { t } = useI18n();
  const execute = useExecute();
  const router = useRouter();
  const first = viewer.value;
  const suggested = first.citizen.suggestedResidence?.level === 'COUNTY' ? first.citizen.suggestedResidence.code : '';
  const draft = useDraft('visit', () => ({
    answers: { purpose: null, areaCode: first.donor?.contact.residence?.code ?? suggested, address: '', phone: '', convenientTime: '', helperName: '' } as VisitAnswers,
    awaitsSignIn: false,
  }));
  const awaitsSignIn = computed({ get: () => draft.value.value.awaitsSignIn, set: (waits) => (draft.value.value.awaitsSignIn = waits) });
  const command = useCommand<AskForHomeVisitMutation['askForHomeVisit']>(awaitsSignIn);
  const problems = shallowRef<readonly Problem[]>([]);
  const asked = shallowRef('');
  const answers = computed(() => draft.value.value.answers);

  const visits: Visits = {
    viewer,
    open: computed(() => viewer.value.homeVisits.find(isOpen) ?? null),
    answers,
    command,
    problems,
    asked,
    keepPlace: (path) => draft.keepPlace(path),
    reload,
    async ask() {
      const { purpose, areaCode, address, phone, convenientTime, helperName } = answers.value;
      if (purpose === null) return void router.push('/visits/purpose');
      problems.value = phone.trim() === '' && viewer.value.citizen.maskedPhone === null ? [{ field: 'phone', message: t('visits.missing.phone') }] : [];
      if (problems.value.length > 0) return;
      const input = { purpose, areaCode, address: address.trim(), phone: phone.trim() || null, convenientTime: convenientTime.trim() || null, helperName: helperName.trim() || null };
      const answer = await command.run(async () => (await execute(AskForHomeVisitDocument, { input })).askForHomeVisit);
      if (answer?.__typename === 'InvalidInput') {
        problems.value = answer.problems.map(({ path: [field = ''], message }) => ({ field, message }));
        const screen = screens[problems.value[0]?.field ?? ''];
        if (screen) void router.push(`/visits/${screen}`);
      }
      // Asked already, perhaps by the first try of a lost request: what is open is shown.
      if (answer?.__typename === 'RequestAlreadyOpen') asked.value = answer.receiptNumber;
      if (answer?.__typename === 'AskForHomeVisitSuccess') asked.value = answer.homeVisit.receiptNumber;
      if (asked.value === '') return;
      draft.discard();
      await reload();
      await router.replace('/visits');
    },
  };
  provide(visitsKey, visits);
  return visits;
}
