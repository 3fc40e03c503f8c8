import { useRouter } from 'vue-router';
import { SignOutDocument } from '../../../schema/generated/graphql.ts';
import { useExecute } from './execute.ts';
import { endSession } from './begin-session.ts';

/** Signs out: the server forgets the session, the device forgets everything of the person, and the home page shows. */
export function useSignOut(): () => Promise<void> {
  const execute = useExecute();
  const router = useRouter();
  return async () => {
    // Without the network the device still forgets; the session then ends by its own time.
    await execute(SignOutDocument, {}).catch(() => undefined);
    await router.replace('/');
    endSession();
  };
}
